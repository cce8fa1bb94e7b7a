package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.registrysync.history.DetailPage;
import dev.registrysync.history.RunPage;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Shows runs page by page: first those in memory, which wait, are under way or were
 * counted, then those in the history.
 */
final class RunArchive {

	private static final int MOST = 100;

	/**
	 * How a cursor begins that names a run in memory; the others are places in the
	 * history.
	 */
	private static final String IN_MEMORY = "after-";

	private final ActiveRuns active;

	private final RunRecorder recorder;

	RunArchive(ActiveRuns active, RunRecorder recorder) {
		this.active = active;
		this.recorder = recorder;
	}

	/**
	 * Returns a page of runs.
	 * @param before the cursor that the page before gave
	 * @param outcome only runs that ended so; null for all
	 * @param validation only runs that found this out about signatures; null for all
	 * @throws InvalidRequestException if there is no such cursor or limit
	 */
	RunsReport page(@Nullable String before, int limit, @Nullable Outcome outcome, @Nullable Validation validation) {
		requireLimit(limit);
		List<RunView> runs = new ArrayList<>();
		if (before == null || before.startsWith(IN_MEMORY)) {
			inMemory(before).stream()
				.filter((run) -> outcome == null || run.outcome() == outcome)
				.filter((run) -> validation == null || run.validation() == validation)
				.forEach(runs::add);
			if (runs.size() >= limit) {
				return new RunsReport(runs.subList(0, limit), IN_MEMORY + runs.get(limit - 1).syncId());
			}
		}
		RunPage recorded = this.recorder.page(position(before), limit - runs.size(), Optional.ofNullable(outcome),
				Optional.ofNullable(validation));
		recorded.views().stream().map(RunViews::fromJson).forEach(runs::add);
		OptionalLong next = recorded.next();
		return new RunsReport(runs, next.isPresent() ? Long.toString(next.getAsLong()) : null);
	}

	private static void requireLimit(int limit) {
		if (limit < 1 || limit > MOST) {
			throw new InvalidRequestException("limit", "must be a number from 1 to " + MOST);
		}
	}

	/**
	 * A run that the cursor names and that is not there any more is in the history by
	 * now.
	 */
	private List<RunView> inMemory(@Nullable String before) {
		List<RunView> runs = new ArrayList<>();
		this.active.list().forEach((control) -> runs.add(RunViews.active(control)));
		runs.addAll(this.recorder.counted());
		for (int i = 0; i < runs.size() && before != null; i++) {
			if (before.equals(IN_MEMORY + runs.get(i).syncId())) {
				return runs.subList(i + 1, runs.size());
			}
		}
		return runs;
	}

	private static OptionalLong position(@Nullable String before) {
		if (before == null || before.startsWith(IN_MEMORY)) {
			return OptionalLong.empty();
		}
		try {
			return OptionalLong.of(Long.parseLong(before));
		}
		catch (NumberFormatException ex) {
			throw new InvalidRequestException("before", "must be a \"next\" that this call has answered with");
		}
	}

	/**
	 * A run.
	 * @throws ProblemException {@code SYNC_NOT_FOUND}
	 */
	RunView get(String syncId) {
		return this.active.find(syncId)
			.map(RunViews::active)
			.or(() -> this.recorder.find(syncId))
			.orElseThrow(() -> notFound(syncId, "There is no sync \"%s\".".formatted(syncId)));
	}

	/**
	 * A page of what a run decided.
	 * @param after the cursor that the page before gave; 0 for the first page
	 * @throws ProblemException {@code SYNC_NOT_FOUND}, also if that is not kept any more
	 */
	RunChangesReport changes(String syncId, long after, int limit) {
		requireLimit(limit);
		if (after < 0) {
			throw new InvalidRequestException("after", "must be a \"next\" that this call has answered with");
		}
		if (this.active.find(syncId).isPresent()) {
			return new RunChangesReport(syncId, List.of(), null);
		}
		get(syncId);
		DetailPage page = this.recorder.details(syncId, after, limit)
			.orElseThrow(() -> notFound(syncId, "What the sync %s decided is not kept any more.".formatted(syncId)));
		OptionalLong next = page.next();
		return new RunChangesReport(syncId, page.details(), next.isPresent() ? next.getAsLong() : null);
	}

	/**
	 * Stops a run that waits or is under way.
	 * @throws ProblemException {@code SYNC_NOT_RUNNING} or {@code SYNC_NOT_FOUND}
	 */
	void cancel(String syncId) {
		Optional<RunControl> control = this.active.find(syncId);
		if (control.isEmpty() || !control.get().cancel()) {
			get(syncId);
			throw new ProblemException(ProblemCode.SYNC_NOT_RUNNING,
					"The sync %s has ended or is being committed.".formatted(syncId), Map.of("sync_id", syncId));
		}
	}

	private static ProblemException notFound(String syncId, String sentence) {
		return new ProblemException(ProblemCode.SYNC_NOT_FOUND, sentence, Map.of("sync_id", syncId));
	}

}
