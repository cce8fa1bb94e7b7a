package dev.registrysync.reconcile;

import java.util.Locale;

/**
 * Who wins when both sides moved a member to different values.
 */
public enum ConflictPolicy {

	/** The runtime value is taken. */
	RUNTIME,

	/** The persistent value stays. */
	PERSISTENT,

	/** The persistent value stays until somebody settles it. */
	MANUAL;

	/**
	 * The word in JSON and configuration.
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
