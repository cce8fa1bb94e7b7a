package dev.registrysync.sync;

import java.util.Locale;

/**
 * The steps of a run, in their order.
 */
enum Phase {

	PULL, READ, RECONCILE, IDENTITIES, VALIDATE, COMMIT, PUSH;

	/**
	 * The word in JSON and metrics.
	 */
	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
