package dev.registrysync.registry;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A JSON object. Immutable; keeps the order of its members.
 */
public final class JsonObject implements Json {

	/** The object without members. */
	public static final JsonObject EMPTY = owning(new LinkedHashMap<>());

	private final Map<String, Json> members;

	private JsonObject(Map<String, Json> members) {
		this.members = members;
	}

	public static JsonObject copyOf(Map<String, Json> members) {
		return owning(new LinkedHashMap<>(members));
	}

	/**
	 * The members themselves: nobody else may keep them.
	 */
	static JsonObject owning(LinkedHashMap<String, Json> members) {
		return new JsonObject(Collections.unmodifiableMap(members));
	}

	public static JsonObject of(String name, Json value) {
		return EMPTY.with(name, value);
	}

	/**
	 * The members in their order.
	 */
	public Map<String, Json> members() {
		return this.members;
	}

	public Set<String> names() {
		return this.members.keySet();
	}

	public boolean has(String name) {
		return this.members.containsKey(name);
	}

	public Optional<Json> find(String name) {
		return Optional.ofNullable(this.members.get(name));
	}

	/**
	 * The member's characters, if it is a string.
	 */
	public Optional<String> findText(String name) {
		return (this.members.get(name) instanceof JsonString string) ? Optional.of(string.value()) : Optional.empty();
	}

	/**
	 * The member, if it is an object.
	 */
	public Optional<JsonObject> findObject(String name) {
		return (this.members.get(name) instanceof JsonObject object) ? Optional.of(object) : Optional.empty();
	}

	/**
	 * The same object with the member set: in its place if it was there, else last.
	 */
	public JsonObject with(String name, Json value) {
		LinkedHashMap<String, Json> copy = new LinkedHashMap<>(this.members);
		copy.put(name, value);
		return owning(copy);
	}

	public JsonObject with(String name, String value) {
		return with(name, new JsonString(value));
	}

	public JsonObject without(String name) {
		return has(name) ? withoutAll(name::equals) : this;
	}

	/**
	 * The same object less the members whose names match.
	 */
	public JsonObject withoutAll(Predicate<String> names) {
		LinkedHashMap<String, Json> copy = new LinkedHashMap<>(this.members);
		copy.keySet().removeIf(names);
		return owning(copy);
	}

	@Override
	public void accept(JsonVisitor visitor) {
		visitor.visit(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof JsonObject object && object.members.equals(this.members);
	}

	@Override
	public int hashCode() {
		return this.members.hashCode();
	}

	@Override
	public String toString() {
		return JsonText.compact(this);
	}

}
