package dev.registrysync.continuous;

import java.time.Duration;

/**
 * When one source is to be asked next, in the nanoseconds of {@link System#nanoTime}: a
 * clock that is set changes nothing. Not safe for use by several threads.
 */
final class Pace {

	private final Schedule schedule;

	private final long fullPassEvery;

	private long due;

	private long lastFullPass;

	private int failures;

	/**
	 * Begins.
	 * @param fullPassEvery how long the validators of a source are believed
	 */
	Pace(Schedule schedule, Duration fullPassEvery, long now) {
		this.schedule = schedule;
		this.fullPassEvery = fullPassEvery.toNanos();
		this.lastFullPass = now;
		this.due = now + schedule.first().toNanos();
	}

	/**
	 * How long until the next run; zero if it is due.
	 */
	Duration until(long now) {
		return Duration.ofNanos(Math.max(0, this.due - now));
	}

	/**
	 * Whether the next run shall not believe that nothing has changed.
	 */
	boolean isFullPassDue(long now) {
		return now - this.lastFullPass >= this.fullPassEvery;
	}

	/**
	 * A run has believed nothing that the source had said before.
	 */
	void passedFully(long now) {
		this.lastFullPass = now;
	}

	/**
	 * A run, whoever wanted it, has got an answer from the source.
	 */
	void succeeded(long now) {
		this.failures = 0;
		this.due = now + this.schedule.afterSuccess().toNanos();
	}

	/**
	 * A run, whoever wanted it, has got none.
	 */
	void failed(long now) {
		this.failures++;
		this.due = now + this.schedule.afterFailure(this.failures).toNanos();
	}

	/**
	 * The next run is due now.
	 */
	void hurry(long now) {
		this.due = now;
	}

	/**
	 * How many runs have failed since one went well.
	 */
	int failures() {
		return this.failures;
	}

}
