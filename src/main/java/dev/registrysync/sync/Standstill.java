package dev.registrysync.sync;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.registrysync.history.ChainHead;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.EntryId;

/**
 * Remembers the last run that found nothing to do. As long as all that it decided upon is
 * the same, another one would find the same, and need not look.
 */
final class Standstill {

	/** The last such run for each choice of sources. */
	private final Map<Set<String>, Found> last = new ConcurrentHashMap<>();

	/**
	 * What the run would find.
	 * @param pulls what was answered to it
	 * @return empty if it has to look for itself
	 */
	Optional<Found> find(RunContext context, Pulls pulls) {
		return Optional.ofNullable(this.last.get(context.options().scope().sources()))
			.filter((found) -> isAboutAll(context.options()) && pulls.failed().isEmpty()
					&& found.grounds().equals(Grounds.of(context, pulls)))
			.filter((found) -> found.result()
				.plans()
				.decided()
				.keySet()
				.stream()
				.allMatch((asked) -> isSettled(context, asked)))
			.filter((found) -> context.read(Pulls.none()).isAsCommitted());
	}

	/**
	 * Remembers what a run found, if it found nothing to do and left nothing open.
	 * @param before the grounds on which it began
	 * @param run the run, after it was made
	 */
	void remember(RunContext context, Grounds before, SyncRun run, RunResult result, Pushes.Work push) {
		if (!isAboutAll(context.options())) {
			return;
		}
		boolean still = run.readWhatWasCommitted() && isNothing(result) && push.isIdle()
				&& before.equals(Grounds.of(context, run.pulls()))
				&& result.plans()
					.values()
					.stream()
					.allMatch((plan) -> plan.nextAttendance().isSettled(context.policy().grace(), context.now()));
		Set<String> sources = context.options().scope().sources();
		if (still) {
			this.last.put(sources, new Found(before, result, push));
		}
		else {
			this.last.remove(sources);
		}
	}

	private static boolean isAboutAll(RunOptions options) {
		return options.pull() && options.scope().isAboutAllEntries() && options.ensureIdentities() && options.validate()
				&& !options.dryRun() && options.approve().isEmpty();
	}

	private static boolean isSettled(RunContext context, Asked asked) {
		return context.attendance().of(asked).isSettled(context.policy().grace(), context.now());
	}

	private static boolean isNothing(RunResult result) {
		return result.outcome() == Outcome.NO_CHANGE && result.drifts().isEmpty()
				&& result.plans().contested().stream().allMatch(Contested::told)
				&& result.plans()
					.values()
					.stream()
					.allMatch((plan) -> plan.changes().stream().allMatch(Standstill::isHeldBack)
							&& plan.conflicts().isEmpty() && plan.flapping().isEmpty());
	}

	/**
	 * What a rollback took out stays out for as long as the history and the answers are
	 * the same.
	 */
	private static boolean isHeldBack(PlannedChange change) {
		return change.action() == Action.WITHDRAWN;
	}

	/**
	 * All that a run decides upon, but for the files and the time.
	 *
	 * @param history where the history ends
	 * @param keys counts the changes of the keys
	 * @param answers the digest of what was answered for each kind
	 * @param lost the entries that another source may take over by now
	 */
	record Grounds(ChainHead history, long keys, Map<Asked, String> answers, Map<Asked, Set<EntryId>> lost) {

		Grounds {
			answers = Map.copyOf(answers);
			lost = Map.copyOf(lost);
		}

		static Grounds of(RunContext context, Pulls pulls) {
			return new Grounds(context.ports().history().head(), context.ports().keys().changes(), pulls.digests(),
					context.attendance().lost(context.policy().grace(), context.now()));
		}

	}

	/**
	 * What a run found that had nothing to do.
	 *
	 * @param grounds what it decided upon
	 * @param result its result
	 * @param push what it left to be pushed: nothing
	 */
	record Found(Grounds grounds, RunResult result, Pushes.Work push) {
	}

}
