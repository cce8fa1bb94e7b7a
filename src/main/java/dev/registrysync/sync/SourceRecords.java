package dev.registrysync.sync;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * How the runs since the start went with each source.
 */
final class SourceRecords {

	private final Map<String, Kept> records = new LinkedHashMap<>();

	private volatile @Nullable SourceListener listener;

	SourceRecords(List<String> sources) {
		sources.forEach((source) -> this.records.put(source, new Kept()));
	}

	Iterable<String> sources() {
		return this.records.keySet();
	}

	/**
	 * Tells somebody of all that comes, too.
	 */
	void listen(SourceListener hearing) {
		this.listener = hearing;
	}

	/**
	 * When the source is asked next by itself; empty if it is not.
	 */
	Optional<Instant> nextRun(String source) {
		return listener().flatMap((known) -> known.nextRun(source));
	}

	private Optional<SourceListener> listener() {
		return Optional.ofNullable(this.listener);
	}

	/**
	 * The source answered.
	 * @param at the time of the run
	 */
	void answered(String source, Instant at) {
		Kept record = kept(source);
		record.consecutiveFailures = 0;
		record.lastSuccess = at;
		record.lastProblem = null;
		listener().ifPresent((hearing) -> hearing.answered(source));
	}

	/**
	 * The source gave no answer worth anything, or the run failed.
	 */
	void failed(String source, @Nullable ProblemCode problem) {
		Kept record = kept(source);
		synchronized (record) {
			record.consecutiveFailures++;
		}
		record.lastProblem = problem;
		listener().ifPresent((hearing) -> hearing.failed(source));
	}

	long consecutiveFailures(String source) {
		return kept(source).consecutiveFailures;
	}

	Optional<Instant> lastSuccess(String source) {
		return Optional.ofNullable(kept(source).lastSuccess);
	}

	Optional<ProblemCode> lastProblem(String source) {
		return Optional.ofNullable(kept(source).lastProblem);
	}

	private Kept kept(String source) {
		return Objects.requireNonNull(this.records.get(source), source);
	}

	private static final class Kept {

		private volatile long consecutiveFailures;

		private volatile @Nullable Instant lastSuccess;

		private volatile @Nullable ProblemCode lastProblem;

	}

}
