package dev.registrysync.history;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Knows when the history was verified last, and what was found.
 */
class ChainWatch {

	private final FileHistory history;

	private final Clock clock;

	private volatile Finding last;

	/**
	 * Makes it for a history that was just opened, and verified by that.
	 */
	ChainWatch(FileHistory history, Clock clock) {
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
	 * Verifies the journal and all other files of the history.
	 */
	void verify() {
		this.last = new Finding(this.clock.instant(), this.history.verify());
	}

	/**
	 * What was found.
	 *
	 * @param at when
	 * @param damaged the files that are not what was written, beside the journal
	 */
	record Finding(Instant at, List<DamagedFile> damaged) {
	}

}
