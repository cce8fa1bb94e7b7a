package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.TextStore;

/**
 * The two members that say of an entry that it is absent: {@code status} and
 * {@code missing_since}.
 */
final class AbsenceMark {

	static final String STATUS_INACTIVE = "inactive";

	private AbsenceMark() {
	}

	static boolean isOn(Entry entry) {
		return entry.members().has(EntryMerge.MISSING_SINCE);
	}

	/**
	 * Since when the entry says that it is absent, if it says a time.
	 */
	static Optional<Instant> since(Entry entry) {
		return entry.members()
			.find(EntryMerge.MISSING_SINCE)
			.flatMap((since) -> (since instanceof JsonNumber number) ? number.findTime() : Optional.empty());
	}

	/**
	 * Marks the entry; empty if it is marked so already.
	 * @param since since when it is absent, unless the entry says so itself
	 * @param texts keeps the entry's text
	 */
	static Optional<PlannedChange> put(Entry entry, Action action, Instant since, String reason, TextStore texts) {
		String status = (action == Action.MISSING) ? "missing" : STATUS_INACTIVE;
		JsonObject members = entry.members().with(EntryMerge.STATUS, status);
		if (!isOn(entry)) {
			members = members.with(EntryMerge.MISSING_SINCE, JsonNumber.epochSeconds(since));
		}
		List<MemberChange> changed = new ArrayList<>();
		for (String name : List.of(EntryMerge.STATUS, EntryMerge.MISSING_SINCE)) {
			Optional<Json> before = entry.members().find(name);
			Optional<Json> after = members.find(name);
			if (!before.equals(after)) {
				changed.add(new MemberChange(JsonPointer.of(name), before, after, Owner.of(name), reason));
			}
		}
		return changed.isEmpty() ? Optional.empty()
				: Optional.of(PlannedChange.of(action, entry.with(members), changed, reason, texts));
	}

}
