package dev.registrysync.reconcile;

import java.time.Instant;

/**
 * How long an entry has been absent without a break.
 *
 * @param pulls the complete pulls in a row without it
 * @param since when the first of them was, or an earlier time if one is known
 */
record Absence(int pulls, Instant since) {

	/**
	 * The same, a pull later. A clock that was put back does not make it later.
	 */
	Absence again(Instant now) {
		return new Absence(this.pulls + 1, this.since).since(now);
	}

	/**
	 * The same, if it did not begin earlier.
	 */
	Absence since(Instant earlier) {
		return earlier.isBefore(this.since) ? new Absence(this.pulls, earlier) : this;
	}

}
