package dev.registrysync.coordinator;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.StrictText;

/**
 * Looks for a value that RFC 8785 has no form for, so that nothing could sign it: a
 * number that is no finite double (3.2.2.3), half of a surrogate pair in a string or a
 * name (3.2.2.2).
 */
final class Unsignable {

	private Unsignable() {
	}

	/**
	 * Returns the first such value: what is wrong and its JSON pointer (RFC 6901).
	 */
	static Optional<String> find(JsonObject entry) {
		return find("", entry);
	}

	private static Optional<String> find(String pointer, Json value) {
		if (value instanceof JsonObject object) {
			for (Map.Entry<String, Json> member : object.members().entrySet()) {
				String name = member.getKey();
				Optional<String> found = hasHalfPair(name) ? defect("half of a surrogate pair in a name", pointer)
						: find(pointer + "/" + name.replace("~", "~0").replace("/", "~1"), member.getValue());
				if (found.isPresent()) {
					return found;
				}
			}
		}
		if (value instanceof JsonArray array) {
			List<Json> values = array.values();
			for (int i = 0; i < values.size(); i++) {
				Optional<String> found = find(pointer + "/" + i, values.get(i));
				if (found.isPresent()) {
					return found;
				}
			}
		}
		if (value instanceof JsonNumber number && !number.isFinite()) {
			return defect("a number that is not finite", pointer);
		}
		if (value instanceof JsonString string && StrictText.isMark(string.value())) {
			return defect("a number that its source says is not JSON", pointer);
		}
		return (value instanceof JsonString string && hasHalfPair(string.value()))
				? defect("half of a surrogate pair", pointer) : Optional.empty();
	}

	private static boolean hasHalfPair(String text) {
		return text.codePoints()
			.anyMatch((point) -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
	}

	private static Optional<String> defect(String what, String pointer) {
		return Optional
			.of("%s at \"%s\" cannot be signed".formatted(what, Snippet.of(pointer.isEmpty() ? "/" : pointer)));
	}

}
