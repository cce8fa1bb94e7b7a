package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;

/**
 * One member in two versions of an entry; empty where a version does not have it.
 *
 * @param at which member
 * @param left its value in the one
 * @param right its value in the other
 */
public record MemberPair(JsonPointer at, Optional<Json> left, Optional<Json> right) {

	/**
	 * All members of both: each as a whole, or child by child where its children have
	 * owners of their own.
	 */
	public static List<MemberPair> of(JsonObject left, JsonObject right, MemberOwners owners) {
		List<MemberPair> pairs = new ArrayList<>();
		names(left, right).forEach(
				(name) -> new MemberPair(JsonPointer.of(name), left.find(name), right.find(name)).addTo(pairs, owners));
		return pairs;
	}

	public boolean differ() {
		return !this.left.equals(this.right);
	}

	private void addTo(List<MemberPair> pairs, MemberOwners owners) {
		JsonObject one = MemberSides.object(this.left);
		JsonObject other = MemberSides.object(this.right);
		Set<String> children = names(one, other);
		if (children.isEmpty() || MemberSides.isOther(this.left) || MemberSides.isOther(this.right)
				|| !owners.differBelow(this.at)) {
			pairs.add(this);
			return;
		}
		children.forEach(
				(name) -> new MemberPair(this.at.child(name), one.find(name), other.find(name)).addTo(pairs, owners));
	}

	private static Set<String> names(JsonObject left, JsonObject right) {
		Set<String> names = new LinkedHashSet<>(left.names());
		names.addAll(right.names());
		return names;
	}

}
