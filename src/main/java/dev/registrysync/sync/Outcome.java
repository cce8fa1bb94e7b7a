package dev.registrysync.sync;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * How a run ended, by precedence.
 */
public enum Outcome {

	/** Somebody stopped it; nothing was applied. */
	CANCELLED,

	/** Nothing was applied. */
	FAILED,

	/** A guard waits for approval; the rest was applied. */
	HELD,

	/**
	 * A source, a kind or an entry could not be read or committed, or a file could not be
	 * written; the rest was done.
	 */
	PARTIAL,

	/** Something was committed. */
	SUCCEEDED,

	/** Nothing had changed. */
	NO_CHANGE;

	/**
	 * How a run ended that applied nothing.
	 */
	static Outcome of(ProblemException failure) {
		return (failure.code() == ProblemCode.SYNC_CANCELLED) ? CANCELLED : FAILED;
	}

}
