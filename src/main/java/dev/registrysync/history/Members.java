package dev.registrysync.history;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes members of the journal's bodies. One that is missing or of another
 * type is an {@link IllegalArgumentException} that names it.
 */
final class Members {

	private Members() {
	}

	/**
	 * Returns an object with a text for each key.
	 */
	static JsonObject texts(Map<?, String> values) {
		JsonObject json = JsonObject.EMPTY;
		for (Map.Entry<?, String> value : values.entrySet()) {
			json = json.with(value.getKey().toString(), value.getValue());
		}
		return json;
	}

	/**
	 * Returns the texts of a member that is an object; none if there is no such member.
	 */
	static Map<String, String> texts(JsonObject json, String name) {
		Map<String, String> texts = new LinkedHashMap<>();
		json.findObject(name).ifPresent((object) -> object.names().forEach((key) -> texts.put(key, text(object, key))));
		return texts;
	}

	static Kind kind(String name) {
		return Kind.find(name).orElseThrow(() -> new IllegalArgumentException("there is no kind " + name));
	}

	static JsonNumber number(long value) {
		return new JsonNumber(Long.toString(value));
	}

	static long number(JsonObject json, String name) {
		return Long.parseLong(required(json.find(name).orElse(null), name, JsonNumber.class).text());
	}

	static String text(JsonObject json, String name) {
		return required(json.find(name).orElse(null), name, JsonString.class).value();
	}

	private static <T> T required(@Nullable Object value, String name, Class<T> type) {
		if (!type.isInstance(value)) {
			throw new IllegalArgumentException("the member \"" + name + "\" is missing or of another type");
		}
		return type.cast(value);
	}

}
