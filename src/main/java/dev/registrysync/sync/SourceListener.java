package dev.registrysync.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * Hears how each run went with each source, whoever wanted the run, and knows when the
 * next one comes by itself.
 */
public interface SourceListener {

	/**
	 * The source answered.
	 */
	void answered(String source);

	/**
	 * The source gave no answer worth anything, or the run failed.
	 */
	void failed(String source);

	/**
	 * When the source is asked next by itself; empty if it is not.
	 */
	Optional<Instant> nextRun(String source);

}
