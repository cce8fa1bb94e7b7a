package dev.registrysync.reconcile;

import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;

/**
 * What a plan does with one entry.
 *
 * @param ref the entry
 * @param action what is done
 * @param after the entry as it shall be; empty if its content stays
 * @param members the members that change
 * @param reason why, for a person
 */
public record PlannedChange(EntryRef ref, Action action, Optional<Entry> after, List<MemberChange> members,
		String reason) {

	public PlannedChange {
		members = List.copyOf(members);
	}

	static PlannedChange of(Action action, Entry after, List<MemberChange> members, String reason) {
		return new PlannedChange(after.ref(), action, Optional.of(after), members, reason);
	}

	/**
	 * What the change of these members makes of another version of the entry.
	 */
	public Entry appliedTo(Entry other) {
		JsonObject changed = other.members();
		for (MemberChange change : this.members) {
			JsonObject now = changed;
			changed = change.after()
				.map((value) -> change.member().put(now, value))
				.orElseGet(() -> change.member().remove(now));
		}
		return other.with(changed);
	}

	static PlannedChange none(EntryRef ref, Action action, String reason) {
		return new PlannedChange(ref, action, Optional.empty(), List.of(), reason);
	}

}
