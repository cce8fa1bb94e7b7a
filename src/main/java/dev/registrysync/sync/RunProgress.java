package dev.registrysync.sync;

import java.util.Optional;

/**
 * How far a run is.
 *
 * @param phase what it is about; empty while it waits for its turn
 * @param done how many steps of the phase are done
 * @param total how many steps the phase has
 */
record RunProgress(Optional<Phase> phase, int done, int total) {

	/**
	 * The word for the phase.
	 */
	String text() {
		return this.phase.map(Phase::text).orElse("waiting");
	}

}
