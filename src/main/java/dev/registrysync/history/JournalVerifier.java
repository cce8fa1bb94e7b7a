package dev.registrysync.history;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Verifies the history on demand, and knows when that was done last and what was found.
 */
class JournalVerifier {

	private final SqlHistory history;

	private final Clock clock;

	private volatile Finding last;

	/**
	 * Creates it for a history that was just opened, and verified by that.
	 */
	JournalVerifier(SqlHistory history, Clock clock) {
		this.history = history;
		this.clock = clock;
		this.last = new Finding(clock.instant(), List.of());
	}

	ChainStatus chain() {
		return this.history.chain();
	}

	/**
	 * What was found last.
	 */
	Finding last() {
		return this.last;
	}

	/**
	 * Verifies the journal and all other tables of the history.
	 */
	void verify() {
		this.last = new Finding(this.clock.instant(), this.history.verify());
	}

	/**
	 * What was found.
	 *
	 * @param at when
	 * @param damaged the rows that are not what was written, beside the journal
	 */
	record Finding(Instant at, List<Damage> damaged) {
	}

}
