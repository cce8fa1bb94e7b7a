package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names a member of an entry at whatever depth (RFC 6901). It leads through objects only:
 * a number in it is a member's name like any other.
 *
 * @param names the members' names on the way, the outermost first
 */
public record JsonPointer(List<String> names) {

	public JsonPointer {
		names = List.copyOf(names);
		if (names.isEmpty()) {
			throw new IllegalArgumentException("a pointer to the whole entry names no member");
		}
	}

	/**
	 * The pointer to a member of the entry itself.
	 */
	public static JsonPointer of(String name) {
		return new JsonPointer(List.of(name));
	}

	/**
	 * Reads a pointer such as {@code /metadata/priority}.
	 * @throws IllegalArgumentException if it is not one; the message says why
	 */
	public static JsonPointer parse(String text) {
		if (!text.startsWith("/")) {
			throw new IllegalArgumentException("a JSON pointer begins with \"/\"");
		}
		List<String> names = new ArrayList<>();
		for (String token : text.substring(1).split("/", -1)) {
			names.add(unescaped(token));
		}
		return new JsonPointer(names);
	}

	/**
	 * Reads a pointer; empty if the text is none, or points to the whole entry.
	 */
	public static Optional<JsonPointer> find(String text) {
		try {
			return Optional.of(parse(text));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * RFC 6901 4: first {@code ~1}, then {@code ~0}.
	 */
	private static String unescaped(String token) {
		for (int at = token.indexOf('~'); at >= 0; at = token.indexOf('~', at + 1)) {
			if (!token.startsWith("~0", at) && !token.startsWith("~1", at)) {
				throw new IllegalArgumentException("in a JSON pointer \"~\" is written \"~0\", and \"/\" \"~1\"");
			}
		}
		return token.replace("~1", "/").replace("~0", "~");
	}

	public JsonPointer child(String name) {
		List<String> longer = new ArrayList<>(this.names);
		longer.add(name);
		return new JsonPointer(longer);
	}

	/**
	 * The pointer to what holds this member; empty if that is the entry itself.
	 */
	public Optional<JsonPointer> parent() {
		int last = this.names.size() - 1;
		return (last > 0) ? Optional.of(new JsonPointer(this.names.subList(0, last))) : Optional.empty();
	}

	/**
	 * The name of the entry's own member that it leads into.
	 */
	public String first() {
		return this.names.get(0);
	}

	/**
	 * The name of the member itself.
	 */
	public String last() {
		return this.names.get(this.names.size() - 1);
	}

	/**
	 * What the members have there; empty if the way ends before.
	 */
	public Optional<Json> find(JsonObject members) {
		Optional<Json> found = members.find(first());
		for (String name : this.names.subList(1, this.names.size())) {
			found = found.filter(JsonObject.class::isInstance)
				.map(JsonObject.class::cast)
				.flatMap((object) -> object.find(name));
		}
		return found;
	}

	/**
	 * The pointer from its first member on; empty if that is all of it.
	 */
	public Optional<JsonPointer> rest() {
		return (this.names.size() > 1) ? Optional.of(new JsonPointer(this.names.subList(1, this.names.size())))
				: Optional.empty();
	}

	/**
	 * The members with the value there. What is no object on the way becomes one.
	 */
	public JsonObject put(JsonObject members, Json value) {
		return members.with(first(),
				rest().<Json>map((rest) -> rest.put(members.findObject(first()).orElse(JsonObject.EMPTY), value))
					.orElse(value));
	}

	/**
	 * The members without the one there.
	 */
	public JsonObject remove(JsonObject members) {
		Optional<JsonObject> child = members.findObject(first());
		return rest().map((rest) -> child.map((object) -> members.with(first(), rest.remove(object))).orElse(members))
			.orElseGet(() -> members.without(first()));
	}

	/**
	 * Whether it leads into the other member.
	 */
	public boolean isBelow(JsonPointer other) {
		int depth = other.names.size();
		return this.names.size() > depth && this.names.subList(0, depth).equals(other.names);
	}

	@Override
	public String toString() {
		return this.names.stream()
			.map((name) -> "/" + name.replace("~", "~0").replace("/", "~1"))
			.collect(Collectors.joining());
	}

}
