package dev.registrysync.sync;

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

	/** A source, a kind or an entry could not be read or committed; the rest was. */
	PARTIAL,

	/** Something was committed. */
	SUCCEEDED,

	/** Nothing had changed. */
	NO_CHANGE

}
