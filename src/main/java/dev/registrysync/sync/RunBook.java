package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import dev.registrysync.history.Details;
import dev.registrysync.history.RunPage;
import dev.registrysync.history.RunRecord;
import dev.registrysync.history.Runs;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the history how runs ended, and knows those that it was not told yet. A run that
 * ended as others did and wrote nothing is counted, and told with the next one that is
 * told.
 */
final class RunBook {

	private static final Logger log = LoggerFactory.getLogger(RunBook.class);

	private static final int RECENT = 200;

	private final Runs runs;

	private final QuietRuns quiet = new QuietRuns();

	private final Map<String, RunView> recent = new LinkedHashMap<>();

	RunBook(Runs runs) {
		this.runs = runs;
	}

	/**
	 * Takes in how a run ended.
	 * @param details what it decided, if it has not written all of that itself
	 * @param wrote whether it has written anything
	 */
	synchronized void ended(RunView run, Optional<Details> details, boolean wrote) {
		remember(run);
		if (Boolean.TRUE.equals(run.dryRun())) {
			return;
		}
		if (wrote) {
			tell(run, details);
			this.quiet.clear();
		}
		else if (!this.quiet.count(run)) {
			tell(run, details);
			this.quiet.told();
		}
	}

	private void remember(RunView run) {
		this.recent.put(run.syncId(), run);
		if (this.recent.size() > RECENT) {
			this.recent.remove(this.recent.keySet().iterator().next());
		}
	}

	private void tell(RunView run, Optional<Details> details) {
		List<RunRecord> told = new ArrayList<>();
		this.quiet.counted().forEach((counted) -> told.add(new RunRecord(RunViews.toJson(counted), Optional.empty())));
		told.add(new RunRecord(RunViews.toJson(run), details));
		try {
			this.runs.tell(told);
		}
		catch (ProblemException ex) {
			log.warn("How sync {} ended waits to be written to the history: {}", run.syncId(), ex.detail());
		}
	}

	/**
	 * Tells of all runs that the process ended before they could be told. To be called
	 * before any run begins.
	 */
	synchronized void tellUntold() {
		untold().forEach(this::tellInterrupted);
	}

	/**
	 * Tells of the run that recorded a revision and could not publish it. Others may be
	 * under way.
	 */
	synchronized void tellUntold(Revision recorded) {
		untold().filter((run) -> Objects.equals(run.revision(), recorded.number())).forEach(this::tellInterrupted);
	}

	/**
	 * Those of which older versions did not write what started them cannot be told.
	 */
	private Stream<RunView> untold() {
		return this.runs.untold().stream().filter((cause) -> cause.has("trigger")).map(RunViews::interrupted);
	}

	private void tellInterrupted(RunView run) {
		if (run.outcome() == Outcome.NO_CHANGE) {
			log.info("Sync {} changed no registry and was interrupted before it was told", run.syncId());
		}
		else {
			log.info("Sync {} made revision {} and was interrupted before it was told", run.syncId(), run.revision());
		}
		tell(run, Optional.empty());
	}

	/**
	 * What is counted and not told yet, the newest first.
	 */
	synchronized List<RunView> counted() {
		List<RunView> counted = new ArrayList<>(this.quiet.counted());
		Collections.reverse(counted);
		return counted;
	}

	RunPage page(OptionalLong before, int limit) {
		return this.runs.page(before, limit);
	}

	/**
	 * The run with the name; of those that were counted only the last ones.
	 */
	Optional<RunView> find(String syncId) {
		@Nullable RunView run;
		synchronized (this) {
			run = this.recent.get(syncId);
		}
		return Optional.ofNullable(run).or(() -> this.runs.find(syncId).map(RunViews::fromJson));
	}

	/**
	 * What a run decided.
	 * @return empty if that is not kept any more
	 */
	Optional<List<JsonObject>> details(String digest, long skip, int limit) {
		return this.runs.details(digest, skip, limit);
	}

}
