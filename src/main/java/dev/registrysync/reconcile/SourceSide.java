package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.Optional;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.RuntimeEntries;

/**
 * One source as a run sees it, for one kind.
 *
 * @param source its name
 * @param base its entries that a run last decided upon: those that it holds
 * @param runtime what it answered; empty if it was not asked, or gave no answer
 * @param known what it answered last, now or before; empty if it has not answered yet
 * @param attendance what its pulls before this one showed
 */
public record SourceSide(String source, EntryTable base, Optional<RuntimeEntries> runtime,
		Optional<RuntimeEntries> known, Attendance attendance) {

	/**
	 * A source of whose earlier answers nothing is known.
	 */
	public SourceSide(String source, EntryTable base, Optional<RuntimeEntries> runtime, Attendance attendance) {
		this(source, base, runtime, runtime, attendance);
	}

	boolean isSame(SourceSide other) {
		return this.source.equals(other.source);
	}

	boolean offers(EntryId id) {
		return this.runtime.filter((answer) -> answer.entries().has(id)).isPresent();
	}

	/**
	 * Whether its last answer had the entry, if not that to this run.
	 */
	boolean offered(EntryId id) {
		return this.known.filter((answer) -> answer.entries().has(id)).isPresent();
	}

	private boolean names(EntryId id) {
		return this.runtime.filter((answer) -> answer.names(id)).isPresent();
	}

	/**
	 * Whether it does not have the entry now.
	 */
	boolean lacks(EntryId id) {
		return this.runtime.filter(RuntimeEntries::complete).isPresent() && !names(id);
	}

	/**
	 * Whether it has not had the entry for longer than the grace.
	 */
	boolean hasLost(EntryId id, Grace grace, Instant now) {
		return !names(id)
				&& this.attendance.findAbsence(id).filter((absence) -> grace.isOver(absence, now)).isPresent();
	}

}
