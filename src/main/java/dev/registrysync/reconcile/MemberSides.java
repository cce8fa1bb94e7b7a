package dev.registrysync.reconcile;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;

/**
 * One member as the three sides have it; empty where a side does not.
 *
 * @param at which member
 * @param base the runtime value that was last decided upon
 * @param runtime the runtime value now
 * @param persistent the value in the file
 */
record MemberSides(JsonPointer at, Optional<Json> base, Optional<Json> runtime, Optional<Json> persistent) {

	boolean agree() {
		return this.runtime.equals(this.persistent);
	}

	boolean runtimeMoved() {
		return !this.runtime.equals(this.base);
	}

	boolean persistentMoved() {
		return !this.persistent.equals(this.base);
	}

	/**
	 * Whether the member can be merged child by child: no side has something that is no
	 * object, and one has an object.
	 */
	boolean areObjects() {
		return !isOther(this.runtime) && !isOther(this.persistent)
				&& (this.runtime.isPresent() || this.persistent.isPresent());
	}

	/**
	 * Whether one side has an object and the other something else.
	 */
	boolean differInShape() {
		return this.runtime.isPresent() && this.persistent.isPresent()
				&& isOther(this.runtime) != isOther(this.persistent);
	}

	static boolean isOther(Optional<Json> value) {
		return value.isPresent() && !(value.get() instanceof JsonObject);
	}

	/**
	 * What the runtime ever had to say about below this member.
	 */
	Set<String> childNames() {
		Set<String> names = new LinkedHashSet<>(object(this.runtime).names());
		names.addAll(object(this.base).names());
		return names;
	}

	MemberSides child(String name) {
		return new MemberSides(this.at.child(name), object(this.base).find(name), object(this.runtime).find(name),
				object(this.persistent).find(name));
	}

	/**
	 * The value if it is an object, else one without members.
	 */
	static JsonObject object(Optional<Json> value) {
		return (value.isPresent() && value.get() instanceof JsonObject object) ? object : JsonObject.EMPTY;
	}

}
