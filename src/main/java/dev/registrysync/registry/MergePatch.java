package dev.registrysync.registry;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * JSON merge patches (RFC 7396): what they make of an object, and which one makes one
 * object of another.
 */
public final class MergePatch {

	private MergePatch() {
	}

	/**
	 * The target with the patch applied (RFC 7396 2). Members stay in their places, new
	 * ones come last; a value that means the same as before keeps its text.
	 */
	public static JsonObject apply(JsonObject target, JsonObject patch) {
		Map<String, Json> members = new LinkedHashMap<>(target.members());
		patch.members().forEach((name, value) -> {
			if (value == JsonLiteral.NULL) {
				members.remove(name);
			}
			else {
				members.put(name, merged(members.get(name), value));
			}
		});
		return JsonObject.copyOf(members);
	}

	private static Json merged(@Nullable Json target, Json patch) {
		if (patch instanceof JsonObject object) {
			return apply((target instanceof JsonObject members) ? members : JsonObject.EMPTY, object);
		}
		return (target != null && target.equals(patch)) ? target : patch;
	}

	/**
	 * The smallest patch that makes one object of another, both {@linkplain #sayable}.
	 */
	public static JsonObject between(JsonObject before, JsonObject after) {
		Map<String, Json> patch = new LinkedHashMap<>();
		after.members().forEach((name, value) -> {
			@Nullable Json old = before.members().get(name);
			if (!value.equals(old)) {
				patch.put(name,
						(old instanceof JsonObject from && value instanceof JsonObject to) ? between(from, to) : value);
			}
		});
		before.names().stream().filter((name) -> !after.has(name)).forEach((name) -> patch.put(name, JsonLiteral.NULL));
		return JsonObject.copyOf(patch);
	}

	/**
	 * The object less the members that are null, at every depth but inside arrays: no
	 * patch can make those.
	 */
	public static JsonObject sayable(JsonObject object) {
		return apply(JsonObject.EMPTY, object);
	}

}
