package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import dev.registrysync.history.DetailPage;
import dev.registrysync.history.Details;
import dev.registrysync.history.RunPage;
import dev.registrysync.history.RunRecord;
import dev.registrysync.history.Runs;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.NoOpAggregator.Same;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records how runs ended. A run that wrote nothing and ended as others did is counted in
 * memory, and recorded with the next one that is recorded.
 */
final class RunRecorder {

	private static final Logger log = LoggerFactory.getLogger(RunRecorder.class);

	private static final int RECENT = 200;

	private final Runs runs;

	private final NoOpAggregator quiet = new NoOpAggregator();

	private final Map<String, Same> recent = new LinkedHashMap<>();

	RunRecorder(Runs runs) {
		this.runs = runs;
	}

	/**
	 * Records how a run ended.
	 * @param details what it decided and has not written itself
	 * @param wrote whether it has written anything
	 */
	synchronized void ended(RunView run, Details details, boolean wrote) {
		if (Boolean.TRUE.equals(run.dryRun())) {
			remember(run, Optional.empty());
		}
		else if (wrote) {
			remember(run, Optional.empty());
			record(run, details);
			this.quiet.clear();
		}
		else {
			Optional<String> decided = details.findDigest();
			boolean counted = this.quiet.count(run, decided);
			remember(run, this.quiet.findSame(run, decided));
			if (!counted) {
				record(run, details);
				this.quiet.recorded();
			}
		}
	}

	private void remember(RunView run, Optional<String> sameAs) {
		this.recent.put(run.syncId(), new Same(run, sameAs));
		if (this.recent.size() > RECENT) {
			this.recent.remove(this.recent.keySet().iterator().next());
		}
	}

	private void record(RunView run, Details details) {
		List<RunRecord> records = new ArrayList<>();
		this.quiet.counted()
			.forEach((counted) -> records.add(RunViews.toRecord(counted.run(), Details.NONE, counted.sameAs())));
		records.add(RunViews.toRecord(run, details, Optional.empty()));
		try {
			this.runs.record(records);
		}
		catch (ProblemException ex) {
			log.warn("The record of sync {} waits until it can be written: {}", run.syncId(), ex.detail());
		}
	}

	/**
	 * Returns whether a run that failed has written something.
	 */
	boolean hasWritten(RunControl control) {
		try {
			return control.hasWritten() || this.runs.interrupted()
				.stream()
				.anyMatch((run) -> run.cause().syncId().equals(control.origin().syncId()));
		}
		catch (ProblemException ex) {
			return false;
		}
	}

	/**
	 * Records all runs that the process ended before they could be recorded. To be called
	 * before any run begins.
	 */
	synchronized void recordInterrupted() {
		interrupted().forEach(this::recordInterrupted);
	}

	private Stream<RunView> interrupted() {
		return this.runs.interrupted().stream().map(RunViews::interrupted);
	}

	private void recordInterrupted(RunView run) {
		log.info("Sync {} was interrupted before it was recorded: {}, revision {}", run.syncId(), run.outcome(),
				run.revision());
		record(run, Details.NONE);
	}

	/**
	 * Returns what is counted and not recorded yet, the newest first.
	 */
	synchronized List<RunView> counted() {
		List<RunView> counted = new ArrayList<>();
		this.quiet.counted().forEach((same) -> counted.add(same.run()));
		Collections.reverse(counted);
		return counted;
	}

	RunPage page(OptionalLong before, int limit, Optional<Outcome> outcome, Optional<Validation> validation) {
		return this.runs.page(before, limit, outcome.map(Outcome::name), validation.map(Validation::name));
	}

	/**
	 * Returns a run that ended; of those that were counted only the last ones.
	 */
	Optional<RunView> find(String syncId) {
		return findRecent(syncId).map(Same::run).or(() -> this.runs.find(syncId).map(RunViews::fromJson));
	}

	private synchronized Optional<Same> findRecent(String syncId) {
		@Nullable Same same = this.recent.get(syncId);
		return Optional.ofNullable(same);
	}

	/**
	 * Returns a page of what a run decided; empty if that is not kept any more.
	 */
	Optional<DetailPage> details(String syncId, long after, int limit) {
		return this.runs.details(findRecent(syncId).flatMap(Same::sameAs).orElse(syncId), after, limit);
	}

}
