package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.TextStore;

/**
 * Decides what becomes of the entries of a source that is there no more: they are marked
 * as inactive and never deleted, and nobody holds them any more.
 */
public final class Retirement {

	private Retirement() {
	}

	/**
	 * The plan; the same for the same arguments.
	 * @param base the entries that the source holds
	 * @param persistent the registry
	 * @param now the time of the run
	 * @param texts keeps the texts of entries that change
	 */
	public static Plan of(EntryTable base, RegistryDocument persistent, Instant now, TextStore texts) {
		List<PlannedChange> changes = new ArrayList<>();
		for (EntryId id : base.ids()) {
			persistent.find(id)
				.filter((entry) -> !Departures.isProtected(entry))
				.flatMap((entry) -> AbsenceMark.put(entry, Action.INACTIVATED, now, "its source was retired", texts))
				.ifPresent(changes::add);
		}
		return new Plan(persistent.kind(), changes, 0, List.of(), 0, Optional.empty(), Map.of(), List.of(),
				EntryTable.EMPTY, Attendance.NONE);
	}

}
