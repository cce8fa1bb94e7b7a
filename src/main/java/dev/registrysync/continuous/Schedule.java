package dev.registrysync.continuous;

import java.time.Duration;
import java.util.random.RandomGenerator;

import dev.registrysync.retry.Backoff;

/**
 * How long to wait until the next run. Services that were started together shall not ask
 * together for ever, so chance has a part in it.
 */
final class Schedule {

	private static final double SPREAD = 0.1;

	private final Duration interval;

	private final Backoff backoff;

	private final RandomGenerator random;

	/**
	 * Makes the schedule.
	 * @param interval the time between two runs while all is well
	 * @param longestBackoff the longest time between two runs that fail, if the interval
	 * is not longer
	 */
	Schedule(Duration interval, Duration longestBackoff, RandomGenerator random) {
		this.interval = interval;
		this.backoff = new Backoff(interval, (longestBackoff.compareTo(interval) > 0) ? longestBackoff : interval,
				random);
		this.random = random;
	}

	/**
	 * The first run: any time within one interval.
	 */
	Duration first() {
		return scaled(this.interval, this.random.nextDouble());
	}

	/**
	 * The interval, up to a tenth more or less.
	 */
	Duration afterSuccess() {
		return scaled(this.interval, 1 - SPREAD + 2 * SPREAD * this.random.nextDouble());
	}

	/**
	 * Any time up to the interval, doubled with each failure.
	 * @param inARow how many runs have failed since one went well, at least 1
	 */
	Duration afterFailure(int inARow) {
		return this.backoff.after(inARow);
	}

	private static Duration scaled(Duration duration, double factor) {
		return Duration.ofNanos(Math.round(duration.toNanos() * factor));
	}

}
