package dev.registrysync.reconcile;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an absent entry is only missing: until both are over.
 *
 * @param pulls so many complete pulls in a row without it
 * @param duration so long since it was first absent
 */
public record Grace(int pulls, Duration duration) {

	/** 3 pulls and 10 minutes. */
	public static final Grace DEFAULT = new Grace(3, Duration.ofMinutes(10));

	public Grace {
		if (pulls < 1 || duration.isNegative()) {
			throw new IllegalArgumentException("a grace has one pull at least, and no negative duration");
		}
	}

	boolean isOver(Absence absence, Instant now) {
		return absence.pulls() >= this.pulls && !now.isBefore(absence.since().plus(this.duration));
	}

}
