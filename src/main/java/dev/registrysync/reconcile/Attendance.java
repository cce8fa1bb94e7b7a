package dev.registrysync.reconcile;

import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryId;

/**
 * What the pulls of one source showed of the coming and going of its entries, of one
 * kind. It goes into a decision and comes out of it; between runs somebody keeps it.
 *
 * @param absent the entries that were not named lately, and for how long
 */
public record Attendance(Map<EntryId, Absence> absent) {

	/** Nothing was pulled yet. */
	public static final Attendance NONE = new Attendance(Map.of());

	public Attendance {
		absent = Map.copyOf(absent);
	}

	Optional<Absence> findAbsence(EntryId id) {
		return Optional.ofNullable(this.absent.get(id));
	}

}
