package dev.registrysync.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Writes all that is known as members of a line, and reads it back.
 */
final class KnownStateJson {

	private KnownStateJson() {
	}

	static Map<String, Json> toJson(KnownState state) {
		Map<String, Json> json = new LinkedHashMap<>();
		json.put("documents", documents(state.documents()));
		json.put("attested", Members.byKind(state.attested(), KnownStateJson::toJson));
		json.put("keys", KeyJson.toJson(state.keys()));
		json.put("originals", Members.byKind(state.originals(), Entry::members));
		json.put("withdrawn", Members.byKind(state.withdrawn(), Entry::members));
		json.put("revoked", array(state.revoked(), KeyJson::revokedToJson));
		json.put("bases", BaseDigests.toJson(state.bases()));
		json.put("before", documents(state.past().before()));
		json.put("revisions", array(state.past().revisions(), KnownStateJson::toJson));
		return json;
	}

	private static <T> JsonArray array(Collection<T> values, Function<T, Json> toJson) {
		return new JsonArray(values.stream().map(toJson).toList());
	}

	private static JsonObject documents(Map<Kind, String> documents) {
		JsonObject json = JsonObject.EMPTY;
		for (Map.Entry<Kind, String> document : new TreeMap<>(documents).entrySet()) {
			json = json.with(document.getKey().plural(), document.getValue());
		}
		return json;
	}

	private static Json toJson(AttestedContent content) {
		return JsonObject.of("content", new JsonString(content.content().text()))
			.with("key_version", Members.number(content.keyVersion()))
			.with("revision", Members.number(content.revision().number()));
	}

	private static Json toJson(KeptRevision kept) {
		JsonObject json = JsonObject.of("revision", Members.number(kept.revision().number()))
			.with("at", kept.at().toString())
			.with("documents", DocumentDigestsJson.toJson(kept.changed()));
		return kept.decision().map((decision) -> decision.addTo(json)).orElse(json);
	}

	/**
	 * Reads them.
	 * @param plain what they say of each entry, if that was read already
	 * @throws IllegalArgumentException if they are none of ours
	 */
	static KnownState fromJson(JsonObject json, @Nullable PlainEntries plain) {
		return new KnownState(documents(Members.object(json, "documents")),
				(plain != null) ? plain.attested()
						: Members.byRef(Members.object(json, "attested"), (ref, content) -> attested(content)),
				(plain != null) ? plain.keys() : KeyJson.keysFromJson(json),
				Members.byRef(Members.object(json, "originals"), Entry::new),
				Members.byRef(Members.object(json, "withdrawn"), Entry::new),
				objects(json, "revoked").stream().map(KeyJson::revokedFromJson).toList(),
				BaseDigests.fromJson(Members.member(json, "bases", JsonArray.class)),
				new KnownPast(documents(Members.object(json, "before")),
						objects(json, "revisions").stream().map(KnownStateJson::revision).toList()));
	}

	private static List<JsonObject> objects(JsonObject json, String name) {
		List<JsonObject> objects = new ArrayList<>();
		for (Json value : Members.member(json, name, JsonArray.class).values()) {
			if (!(value instanceof JsonObject object)) {
				throw new IllegalArgumentException("the member \"" + name + "\" is not a list of objects");
			}
			objects.add(object);
		}
		return objects;
	}

	private static Map<Kind, String> documents(JsonObject json) {
		Map<Kind, String> documents = new LinkedHashMap<>();
		json.names().forEach((name) -> documents.put(Members.kind(name), Members.text(json, name)));
		return documents;
	}

	private static AttestedContent attested(JsonObject json) {
		return new AttestedContent(new ContentDigest(Members.text(json, "content")),
				new Revision(Members.number(json, "revision")), Members.version(json, "key_version"));
	}

	private static KeptRevision revision(JsonObject json) {
		return new KeptRevision(new Revision(Members.number(json, "revision")), Members.instant(json, "at"),
				DocumentDigestsJson.fromJson(Members.object(json, "documents")), Decision.find(json));
	}

}
