package dev.registrysync.database;

import java.time.Instant;

/**
 * Converts instants to what a {@code BIGINT} column holds: microseconds since the epoch.
 */
public final class Micros {

	private static final long PER_SECOND = 1_000_000;

	private Micros() {
	}

	/**
	 * Returns the microseconds since the epoch. Nanoseconds are dropped.
	 */
	public static long of(Instant instant) {
		return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1000);
	}

	public static Instant toInstant(long micros) {
		return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1000);
	}

}
