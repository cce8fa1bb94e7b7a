package dev.registrysync.reconcile;

import java.util.Locale;

/**
 * What a plan does with an entry.
 */
public enum Action {

	/** New at run time: the registry gets it. */
	ADDED,

	/** Some members take new values. */
	UPDATED,

	/** No longer at run time: marked, and kept. */
	MISSING,

	/** Missing for longer than the grace. */
	INACTIVATED,

	/** At run time again. */
	REACTIVATED,

	/**
	 * Taken out of the registry by a rollback or an accepted removal. It stays out until
	 * its source says something new of it.
	 */
	WITHDRAWN,

	/** Both sides agree. */
	UNCHANGED,

	/** The sides disagree, and the policy leaves the registry as it is. */
	CONFLICTED,

	/** Malformed on one side: the last good version stays. */
	QUARANTINED;

	/**
	 * The word in JSON and metrics.
	 */
	public String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Whether the runtime entry and the registry agree once it is done.
	 */
	public boolean agrees() {
		return switch (this) {
			case ADDED, UPDATED, REACTIVATED, UNCHANGED -> true;
			case MISSING, INACTIVATED, WITHDRAWN, CONFLICTED, QUARANTINED -> false;
		};
	}

}
