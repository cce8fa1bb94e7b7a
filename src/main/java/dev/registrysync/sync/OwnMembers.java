package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.registrysync.identity.IdentityMembers;
import dev.registrysync.identity.SyncOwned;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;

/**
 * Compares the members that this program owns and that no signature covers: the times and
 * flags that it writes, and members of the identity that validation does not know.
 */
final class OwnMembers {

	private static final String IDENTITY = "identity";

	private OwnMembers() {
	}

	/**
	 * Finds those members whose values differ.
	 * @param written the entry as this program wrote it
	 * @param found the entry as it is
	 */
	static List<JsonPointer> differing(Entry written, Entry found) {
		List<JsonPointer> differing = new ArrayList<>();
		SyncOwned.MEMBERS.stream()
			.filter((name) -> !name.equals(IDENTITY))
			.sorted()
			.map(JsonPointer::of)
			.forEach(differing::add);
		found.members().findObject(IDENTITY).ifPresent((identity) -> {
			Set<String> names = new LinkedHashSet<>(identity.names());
			written.members().findObject(IDENTITY).ifPresent((before) -> names.addAll(before.names()));
			names.stream()
				.filter(isUnknown(found.ref().kind()))
				.map((name) -> JsonPointer.of(IDENTITY).child(name))
				.forEach(differing::add);
		});
		differing.removeIf((member) -> member.find(written.members()).equals(member.find(found.members())));
		return differing;
	}

	private static Predicate<String> isUnknown(Kind kind) {
		return (name) -> !IdentityMembers.isKnown(kind, name);
	}

	/**
	 * Returns whether a run that writes the entry leaves none of the differences: it sets
	 * the times of the entry anyway.
	 */
	static boolean areOnlyStamps(List<JsonPointer> differing) {
		return differing.stream().map(JsonPointer::first).allMatch(ChangedEntry.STAMPS::contains);
	}

	/**
	 * Returns an entry with some members as they are in another version of it.
	 */
	static Entry copy(List<JsonPointer> members, Entry from, Entry to) {
		JsonObject copied = to.members();
		for (JsonPointer member : members) {
			Optional<Json> value = member.find(from.members());
			copied = value.isPresent() ? member.put(copied, value.get()) : member.remove(copied);
		}
		return to.with(copied);
	}

}
