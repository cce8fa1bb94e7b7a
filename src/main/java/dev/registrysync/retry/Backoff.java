package dev.registrysync.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: any time up to a ceiling that doubles with each
 * failure, until it is the longest.
 */
public final class Backoff {

	private static final int LARGEST_EXPONENT = 20;

	private final Duration unit;

	private final Duration longest;

	private final RandomGenerator random;

	/**
	 * Makes the backoff.
	 * @param unit half the ceiling after the first failure
	 * @param longest what no ceiling is beyond, at most 292 years
	 */
	public Backoff(Duration unit, Duration longest, RandomGenerator random) {
		this.unit = unit;
		this.longest = longest;
		this.random = random;
	}

	/**
	 * How long to wait now.
	 * @param failures how many there were in a row, at least 1
	 */
	public Duration after(int failures) {
		Duration doubled = this.unit.multipliedBy(1L << Math.min(failures, LARGEST_EXPONENT));
		Duration ceiling = (doubled.compareTo(this.longest) < 0) ? doubled : this.longest;
		return Duration.ofNanos(Math.round(ceiling.toNanos() * this.random.nextDouble()));
	}

}
