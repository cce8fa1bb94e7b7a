package dev.registrysync.sync;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Counts runs that wrote nothing and ended as others before them did, so that they are
 * recorded once and together.
 */
final class NoOpAggregator {

	private static final int MOST_CAUSES = 100;

	private final Map<String, Counted> byCause = new LinkedHashMap<>();

	/**
	 * Counts a run.
	 * @param decided the digest of what it decided; empty if that is nothing
	 * @return false if it is news, which is to be recorded at once
	 */
	boolean count(RunView run, Optional<String> decided) {
		@Nullable Counted before = this.byCause.get(run.cause() + decided);
		if (before == null && !run.isQuiet(decided.isPresent())) {
			if (this.byCause.size() < MOST_CAUSES) {
				this.byCause.put(run.cause() + decided,
						new Counted(decided.map((digest) -> run.syncId()), 0, null, null));
			}
			return false;
		}
		this.byCause.put(run.cause() + decided,
				((before != null) ? before : new Counted(Optional.empty(), 0, null, null)).with(run));
		return true;
	}

	/**
	 * Returns the recorded run that decided the same as a counted one; empty if that is
	 * nothing.
	 */
	Optional<String> findSame(RunView run, Optional<String> decided) {
		return Optional.ofNullable(this.byCause.get(run.cause() + decided)).flatMap(Counted::recorded);
	}

	/**
	 * Returns what was counted and is not recorded yet, a run for each cause.
	 */
	List<Same> counted() {
		return this.byCause.values().stream().filter((counted) -> counted.count() > 0).map(Counted::toRun).toList();
	}

	/**
	 * Begins to count anew, as what was counted is recorded.
	 */
	void recorded() {
		this.byCause.replaceAll((cause, counted) -> new Counted(counted.recorded(), 0, null, null));
	}

	/**
	 * Begins anew, as something has changed: what comes after that is news.
	 */
	void clear() {
		this.byCause.clear();
	}

	/**
	 * Several runs that ended alike, shown as one.
	 *
	 * @param run the last of them, with their count
	 * @param sameAs the recorded run that decided the same; empty if that is nothing
	 */
	record Same(RunView run, Optional<String> sameAs) {
	}

	private record Counted(Optional<String> recorded, int count, @Nullable Instant first, @Nullable RunView last) {

		private Counted with(RunView run) {
			return new Counted(this.recorded, this.count + 1, (this.first != null) ? this.first : run.startedAt(), run);
		}

		private Same toRun() {
			RunView run = Objects.requireNonNull(this.last);
			return new Same((this.count == 1) ? run : run.counted(this.count, Objects.requireNonNull(this.first)),
					this.recorded);
		}

	}

}
