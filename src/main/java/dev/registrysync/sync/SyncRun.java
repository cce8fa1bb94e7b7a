package dev.registrysync.sync;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;

/**
 * One run: pull, then decide and commit.
 */
final class SyncRun {

	private final RunContext context;

	SyncRun(RunContext context) {
		this.context = context;
	}

	/**
	 * Does it.
	 * @throws ProblemException if nothing was applied
	 */
	RunResult execute() {
		RunOptions options = this.context.options();
		Pulls pulls = options.pull()
				? Pulls.from(this.context.ports().coordinator(), options.scope().kinds(), this::wasOffered)
				: Pulls.none();
		return Passes.execute(() -> new SyncPass(this.context, pulls).execute());
	}

	private boolean wasOffered(Kind kind) {
		return !this.context.ports().history().base(this.context.source(), kind).isEmpty();
	}

}
