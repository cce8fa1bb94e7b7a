package dev.registrysync.reconcile;

import java.util.Locale;

/**
 * What a guard saw in an answer whose absences wait.
 */
public enum Guard {

	/** The answer names nothing at all. */
	EMPTY_ANSWER,

	/** The answer lost too much at once. */
	LOSS;

	/**
	 * The word in metrics.
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
