package dev.registrysync.continuous;

import java.time.Duration;
import java.util.random.RandomGenerator;

import dev.registrysync.retry.Backoff;

/**
 * Decides when a source is asked next, in the nanoseconds of {@link System#nanoTime}: a
 * clock that is set changes nothing. Waits are random in part, so that services that were
 * started together do not ask together for ever. Not safe for use by several threads.
 */
final class PollSchedule {

	private static final double SPREAD = 0.1;

	private final Duration interval;

	private final Backoff backoff;

	private final long fullPassEvery;

	private final RandomGenerator random;

	private long due;

	private long lastFullPass;

	private int failures;

	/**
	 * Begins, with the first run any time within one interval.
	 * @param interval the time between two runs while all is well
	 * @param longestBackoff the longest time between two runs that fail, if the interval
	 * is not longer
	 * @param fullPassEvery how long the validators of a source are believed
	 */
	PollSchedule(Duration interval, Duration longestBackoff, Duration fullPassEvery, RandomGenerator random, long now) {
		this.interval = interval;
		this.backoff = new Backoff(interval, (longestBackoff.compareTo(interval) > 0) ? longestBackoff : interval,
				random);
		this.fullPassEvery = fullPassEvery.toNanos();
		this.random = random;
		this.lastFullPass = now;
		this.due = now + scaled(random.nextDouble());
	}

	private long scaled(double factor) {
		return Math.round(this.interval.toNanos() * factor);
	}

	/**
	 * Returns how long it is until the next run; zero if it is due.
	 */
	Duration until(long now) {
		return Duration.ofNanos(Math.max(0, this.due - now));
	}

	/**
	 * Returns whether the next run shall not believe that nothing has changed.
	 */
	boolean isFullPassDue(long now) {
		return now - this.lastFullPass >= this.fullPassEvery;
	}

	/**
	 * Hears of a run that believed nothing that the source had said before.
	 */
	void passedFully(long now) {
		this.lastFullPass = now;
	}

	/**
	 * Hears of a run, whoever wanted it, that got an answer from the source. The next one
	 * is due after the interval, up to a tenth more or less.
	 */
	void succeeded(long now) {
		this.failures = 0;
		this.due = now + scaled(1 - SPREAD + 2 * SPREAD * this.random.nextDouble());
	}

	/**
	 * Hears of a run, whoever wanted it, that got none. The next one is due any time up
	 * to the interval, doubled with each failure.
	 */
	void failed(long now) {
		this.failures++;
		this.due = now + this.backoff.after(this.failures).toNanos();
	}

	/**
	 * Makes the next run due.
	 */
	void hurry(long now) {
		this.due = now;
	}

	/**
	 * Returns how many runs have failed since one went well.
	 */
	int failures() {
		return this.failures;
	}

}
