package dev.registrysync.sync;

import java.util.Locale;

/**
 * What started a run.
 */
public enum Trigger {

	/** {@code POST /sync}. */
	API,

	/** {@code POST /keys}. */
	KEYS,

	/** {@code POST /keys/{kind}/{id}/rotate}. */
	ROTATE,

	/** {@code POST /keys/{kind}/{id}/revoke}. */
	REVOKE,

	/** {@code POST /registry/{kind}/{id}/accept} or {@code revert}. */
	DRIFT,

	/** {@code POST /registry/{kind}/{id}/settle}. */
	SETTLE,

	/** {@code PATCH /registry/{kind}} and {@code PATCH /registry/{kind}/{id}}. */
	PATCH,

	/** {@code POST /rollback}. */
	ROLLBACK,

	/** {@code POST /sources/{name}/retire}. */
	RETIRE,

	/** The start of the program. */
	START,

	/** The interval of continuous sync is over. */
	CONTINUOUS;

	/**
	 * The word in metrics.
	 */
	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
