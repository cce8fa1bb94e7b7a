package dev.registrysync.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When an entry lately came back. After three times within an hour it is flapping, until
 * an hour passes without another.
 *
 * @param times the last three of them within the hour
 * @param flapping whether it is flapping
 */
record Swings(List<Instant> times, boolean flapping) {

	static final Swings NONE = new Swings(List.of(), false);

	private static final int MANY = 3;

	private static final Duration WINDOW = Duration.ofHours(1);

	Swings {
		times = List.copyOf(times);
	}

	/**
	 * What is left of it now.
	 */
	Swings at(Instant now) {
		List<Instant> recent = this.times.stream().filter((time) -> !time.isBefore(now.minus(WINDOW))).toList();
		return recent.isEmpty() ? NONE : new Swings(recent, this.flapping);
	}

	/**
	 * The same with one more.
	 */
	Swings plus(Instant now) {
		List<Instant> more = new ArrayList<>(at(now).times());
		more.add(now);
		List<Instant> last = more.subList(Math.max(0, more.size() - MANY), more.size());
		return new Swings(last, at(now).flapping() || last.size() == MANY);
	}

}
