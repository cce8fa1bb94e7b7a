package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import dev.registrysync.history.RunPage;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Shows runs page by page: first those in memory, which wait, are under way or were
 * counted, then those in the history.
 */
final class RunArchive {

	private static final int MOST = 100;

	/** How many pages of the history are read at most to fill one. */
	private static final int MOST_PAGES = 100;

	/**
	 * How a cursor begins that names a run in memory; the others are places in the
	 * history.
	 */
	private static final String IN_MEMORY = "after-";

	private final ActiveRuns active;

	private final RunBook book;

	RunArchive(ActiveRuns active, RunBook book) {
		this.active = active;
		this.book = book;
	}

	/**
	 * Returns a page of runs.
	 * @param before the cursor that the page before gave
	 * @param validation only runs that found this out; null for all. Then a page may have
	 * fewer runs than the limit although others follow
	 * @throws InvalidRequestException if there is no such cursor or limit
	 */
	RunsReport page(@Nullable String before, int limit, @Nullable Validation validation) {
		requireLimit(limit);
		List<RunView> runs = new ArrayList<>();
		if (before == null || before.startsWith(IN_MEMORY)) {
			inMemory(before).stream().filter((run) -> isWanted(run, validation)).forEach(runs::add);
			if (runs.size() >= limit) {
				return new RunsReport(runs.subList(0, limit), IN_MEMORY + runs.get(limit - 1).syncId());
			}
		}
		OptionalLong from = position(before);
		for (int pages = 0; pages < MOST_PAGES; pages++) {
			RunPage told = this.book.page(from, limit - runs.size());
			told.runs().stream().map(RunViews::fromJson).filter((run) -> isWanted(run, validation)).forEach(runs::add);
			from = told.next();
			if (from.isEmpty() || runs.size() >= limit) {
				break;
			}
		}
		return new RunsReport(runs, from.isPresent() ? Long.toString(from.getAsLong()) : null);
	}

	private static boolean isWanted(RunView run, @Nullable Validation validation) {
		return validation == null || run.validation() == validation;
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
		runs.addAll(this.book.counted());
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
			.or(() -> this.book.find(syncId))
			.orElseThrow(() -> notFound(syncId, "There is no sync \"%s\".".formatted(syncId)));
	}

	/**
	 * A page of what a run decided.
	 * @param after how many things to leave out
	 * @throws ProblemException {@code SYNC_NOT_FOUND}, also if that is not kept any more
	 */
	RunChangesReport changes(String syncId, long after, int limit) {
		requireLimit(limit);
		if (after < 0) {
			throw new InvalidRequestException("after", "must be a \"next\" that this call has answered with");
		}
		List<JsonObject> found = Optional.ofNullable(get(syncId).details())
			.map((digest) -> this.book.details(digest, after, limit + 1)
				.orElseThrow(
						() -> notFound(syncId, "What the sync %s decided is not kept any more.".formatted(syncId))))
			.orElse(List.of());
		boolean more = found.size() > limit;
		return new RunChangesReport(syncId, more ? found.subList(0, limit) : found, more ? after + limit : null);
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
