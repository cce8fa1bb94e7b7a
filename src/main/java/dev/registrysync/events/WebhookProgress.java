package dev.registrysync.events;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

import dev.registrysync.retry.Backoff;

/**
 * How long one webhook has not taken anything, and when to try again. Not safe for use by
 * several threads.
 */
final class WebhookProgress {

	private static final Duration SHORTEST = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofMinutes(5);

	private final Duration giveUpAfter;

	private final Backoff backoff;

	private long failingSince;

	private int failures;

	WebhookProgress(Duration giveUpAfter, RandomGenerator random) {
		this.giveUpAfter = giveUpAfter;
		this.backoff = new Backoff(SHORTEST, LONGEST, random);
	}

	/**
	 * It has taken something.
	 * @return whether it had not before
	 */
	boolean taken() {
		boolean failing = this.failures > 0;
		this.failures = 0;
		return failing;
	}

	/**
	 * It has not taken anything.
	 * @param now in the nanoseconds of {@link System#nanoTime}
	 * @return how long to wait
	 */
	Duration failed(long now) {
		if (this.failures == 0) {
			this.failingSince = now;
		}
		this.failures++;
		return this.backoff.after(this.failures);
	}

	/**
	 * Whether a change is to be given up: it is too old, and nothing was taken for that
	 * long.
	 * @param now in the nanoseconds of {@link System#nanoTime}
	 * @param committed when the change was committed
	 * @param time the time of day
	 */
	boolean isHopeless(long now, Instant committed, Instant time) {
		return this.failures > 0 && now - this.failingSince >= this.giveUpAfter.toNanos()
				&& !committed.plus(this.giveUpAfter).isAfter(time);
	}

	/**
	 * How often it has not taken anything in a row.
	 */
	int failures() {
		return this.failures;
	}

}
