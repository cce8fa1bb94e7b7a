package dev.registrysync.history;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.registrysync.identity.Address;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes members of the journal's lines. Whoever reads one that is missing or
 * of another type gets an {@link IllegalArgumentException} that names it.
 */
final class Members {

	private Members() {
	}

	static <T> JsonObject byKind(Map<EntryRef, T> values, Function<T, Json> toJson) {
		Map<Kind, Map<String, Json>> json = new EnumMap<>(Kind.class);
		values.forEach((ref, value) -> json.computeIfAbsent(ref.kind(), (kind) -> new LinkedHashMap<>())
			.put(ref.id().value(), toJson.apply(value)));
		JsonObject object = JsonObject.EMPTY;
		for (Map.Entry<Kind, Map<String, Json>> kind : json.entrySet()) {
			object = object.with(kind.getKey().plural(), JsonObject.copyOf(kind.getValue()));
		}
		return object;
	}

	static <T> Map<EntryRef, T> byRef(JsonObject json, BiFunction<EntryRef, JsonObject, T> fromJson) {
		Map<EntryRef, T> values = new LinkedHashMap<>();
		for (String name : json.names()) {
			Kind kind = kind(name);
			object(json, name).members().forEach((id, value) -> {
				EntryRef ref = EntryRef.of(kind, id);
				values.put(ref, fromJson.apply(ref, required(value, id, JsonObject.class)));
			});
		}
		return values;
	}

	/**
	 * The kind that a text names.
	 */
	static Kind kind(String name) {
		return Kind.find(name).orElseThrow(() -> new IllegalArgumentException("there is no kind " + name));
	}

	static int version(JsonObject json, String name) {
		return Integer.parseInt(member(json, name, JsonNumber.class).text());
	}

	static Address address(JsonObject json, String name) {
		return Address.find(text(json, name))
			.orElseThrow(() -> new IllegalArgumentException("the member \"" + name + "\" is no address"));
	}

	static JsonNumber number(long value) {
		return new JsonNumber(Long.toString(value));
	}

	static long number(JsonObject json, String name) {
		return Long.parseLong(member(json, name, JsonNumber.class).text());
	}

	/**
	 * A member that has to be a time.
	 */
	static Instant instant(JsonObject json, String name) {
		try {
			return Instant.parse(text(json, name));
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("the member \"" + name + "\" is no time", ex);
		}
	}

	/**
	 * A member that has to be a text.
	 */
	static String text(JsonObject json, String name) {
		return member(json, name, JsonString.class).value();
	}

	static JsonObject object(JsonObject json, String name) {
		return member(json, name, JsonObject.class);
	}

	static <T extends Json> T member(JsonObject json, String name, Class<T> type) {
		return required(json.members().get(name), name, type);
	}

	private static <T extends Json> T required(@Nullable Json value, String name, Class<T> type) {
		if (!type.isInstance(value)) {
			throw new IllegalArgumentException("the member \"" + name + "\" is missing or of another type");
		}
		return type.cast(value);
	}

}
