package dev.registrysync.sync;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Counts runs that ended as others before them did and wrote nothing, so that they are
 * told once and together.
 */
final class QuietRuns {

	private static final int MOST_CAUSES = 100;

	private final Map<String, Counted> byCause = new LinkedHashMap<>();

	/**
	 * Counts a run.
	 * @return false if it is news, which is not to wait
	 */
	boolean count(RunView run) {
		@Nullable Counted before = this.byCause.get(run.cause());
		if (before == null && !run.isQuiet()) {
			if (this.byCause.size() < MOST_CAUSES) {
				this.byCause.put(run.cause(), Counted.TOLD);
			}
			return false;
		}
		this.byCause.put(run.cause(), ((before != null) ? before : Counted.TOLD).with(run));
		return true;
	}

	/**
	 * What was counted since it was told last, a run for each cause.
	 */
	List<RunView> counted() {
		List<RunView> runs = new ArrayList<>();
		this.byCause.values().stream().filter((counted) -> counted.count() > 0).map(Counted::toRun).forEach(runs::add);
		return runs;
	}

	/**
	 * Begins anew, as what was counted is told.
	 */
	void told() {
		this.byCause.replaceAll((cause, counted) -> Counted.TOLD);
	}

	/**
	 * Begins anew, as something has changed: what comes after that is news.
	 */
	void clear() {
		this.byCause.clear();
	}

	private record Counted(int count, @Nullable Instant first, @Nullable RunView last) {

		private static final Counted TOLD = new Counted(0, null, null);

		private Counted with(RunView run) {
			return new Counted(this.count + 1, (this.first != null) ? this.first : run.startedAt(), run);
		}

		private RunView toRun() {
			RunView run = Objects.requireNonNull(this.last);
			return (this.count == 1) ? run : run.counted(this.count, Objects.requireNonNull(this.first));
		}

	}

}
