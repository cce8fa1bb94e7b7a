package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.registry.EntryId;

/**
 * What the pulls of one source showed of the coming and going of its entries, of one
 * kind. It goes into a decision and comes out of it; between runs somebody keeps it.
 *
 * @param absent the entries that were not named lately, and for how long
 * @param swings when entries came back lately
 * @param activeWhenHeld how many entries were active when a guard began to hold the
 * present loss; empty if no loss is held
 */
public record Attendance(Map<EntryId, Absence> absent, Map<EntryId, Swings> swings, OptionalInt activeWhenHeld) {

	/** Nothing was pulled yet. */
	public static final Attendance NONE = new Attendance(Map.of(), Map.of(), OptionalInt.empty());

	public Attendance {
		absent = Map.copyOf(absent);
		swings = Map.copyOf(swings);
	}

	/**
	 * Takes over when some entries came back, as an earlier pass of the run saw it: it
	 * has committed that, so that a later pass does not see it again.
	 */
	Attendance with(Attendance earlier, Set<EntryId> entries) {
		Map<EntryId, Swings> together = new HashMap<>(this.swings);
		earlier.swings.forEach((id, before) -> {
			if (entries.contains(id)) {
				together.put(id, before);
			}
		});
		return new Attendance(this.absent, together, this.activeWhenHeld);
	}

	/**
	 * Whether another pull like the last one would teach nothing: who is absent has
	 * outlasted the grace, and nobody came back lately.
	 */
	public boolean isSettled(Grace grace, Instant now) {
		return this.swings.isEmpty() && this.absent.values().stream().allMatch((absence) -> grace.isOver(absence, now));
	}

	/**
	 * Who has been absent for longer than the grace.
	 */
	public Set<EntryId> lost(Grace grace, Instant now) {
		return this.absent.entrySet()
			.stream()
			.filter((absence) -> grace.isOver(absence.getValue(), now))
			.map(Map.Entry::getKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Whether the pulls showed anything of the entry that is worth knowing.
	 */
	boolean remembers(EntryId id) {
		return this.absent.containsKey(id) || this.swings.containsKey(id);
	}

	Optional<Absence> findAbsence(EntryId id) {
		return Optional.ofNullable(this.absent.get(id));
	}

	Swings swings(EntryId id, Instant now) {
		return this.swings.getOrDefault(id, Swings.NONE).at(now);
	}

}
