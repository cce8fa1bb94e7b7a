package dev.registrysync.continuous;

import java.time.Instant;

/**
 * Continuous sync is off for a while.
 *
 * @param reason why, in somebody's words
 * @param by who suspended it
 * @param since when it was suspended
 * @param until when the suspension ends by itself
 */
record Suspension(String reason, String by, Instant since, Instant until) {

	Suspension {
		if (reason.isBlank()) {
			throw new IllegalArgumentException("a suspension has a reason");
		}
		if (!until.isAfter(since)) {
			throw new IllegalArgumentException("a suspension ends after it has begun");
		}
	}

	boolean isOver(Instant now) {
		return !now.isBefore(this.until);
	}

}
