package dev.registrysync.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.UnsignableContentException;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.InvalidRequestException.MemberError;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Nesting;

/**
 * What operators want to change in one registry: a merge patch (RFC 7396) for one entry,
 * or one over the map from id to entry.
 *
 * @param kind agents or tools
 * @param patches what to change in which entry; the names may be those of no entry
 * @param single whether it is for one entry
 * @param condition what the caller has seen of the entry, or of the registry
 */
record OperatorEdit(Kind kind, Map<String, JsonObject> patches, boolean single, IfMatch condition) {

	/**
	 * The patch of one entry.
	 * @throws ProblemException {@code INVALID_REQUEST} saying where the body is none
	 */
	static OperatorEdit ofEntry(Kind kind, String id, byte[] body, IfMatch condition) {
		return new OperatorEdit(kind, Map.of(id, patch("", read(body))), true, condition);
	}

	/**
	 * The patch of the map.
	 * @throws ProblemException {@code INVALID_REQUEST} saying where the body is none, or
	 * {@code ENTRIES_ARE_KEPT}
	 */
	static OperatorEdit ofMap(Kind kind, byte[] body, IfMatch condition) {
		JsonObject map = object("", read(body));
		List<String> removed = map.names().stream().filter((name) -> isNull(map, name)).toList();
		if (!removed.isEmpty()) {
			throw new ProblemException(ProblemCode.ENTRIES_ARE_KEPT,
					"The patch wants to remove %s; an entry is never removed.".formatted(String.join(", ", removed)),
					Map.of("kind", kind.plural(), "ids", removed));
		}
		Map<String, JsonObject> patches = new LinkedHashMap<>();
		map.members().forEach((id, value) -> patches.put(id, patch(JsonPointer.of(id).toString(), value)));
		return new OperatorEdit(kind, patches, false, condition);
	}

	private static boolean isNull(JsonObject map, String name) {
		return map.members().get(name) == JsonLiteral.NULL;
	}

	private static Json read(byte[] body) {
		try {
			return JsonReader.read(body);
		}
		catch (JsonSyntaxException ex) {
			String where = "is not JSON at " + ex.position();
			throw new ProblemException(ProblemCode.INVALID_REQUEST, "The patch %s: %s.".formatted(where, ex.reason()),
					Map.of("errors", List.of(new MemberError("", where))));
		}
	}

	/**
	 * What stands in an entry is signed, so it must have a canonical form.
	 */
	private static JsonObject patch(String at, Json value) {
		JsonObject patch = object(at, value);
		if (Nesting.isTooDeep(patch)) {
			throw new InvalidRequestException(at, "is nested deeper than %d levels".formatted(Nesting.MOST));
		}
		try {
			ContentDigest.of(patch);
			return patch;
		}
		catch (UnsignableContentException ex) {
			throw new InvalidRequestException(at + ex.pointer(), "cannot be signed: " + ex.reason());
		}
	}

	private static JsonObject object(String at, Json value) {
		if (value instanceof JsonObject object) {
			return object;
		}
		throw new InvalidRequestException(at, "must be a JSON object, as a merge patch is (RFC 7396)");
	}

	/**
	 * Where a member of an entry stands in the patch.
	 */
	String pointer(String id, JsonPointer member) {
		return (this.single ? "" : JsonPointer.of(id).toString()) + member;
	}

}
