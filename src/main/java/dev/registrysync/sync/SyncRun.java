package dev.registrysync.sync;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;

/**
 * One run: pull, then decide and commit.
 */
final class SyncRun {

	private final RunContext context;

	private Pulls pulls = Pulls.none();

	SyncRun(RunContext context) {
		this.context = context;
	}

	/**
	 * Does it.
	 * @throws ProblemException if nothing was applied
	 */
	RunResult execute() {
		RunOptions options = this.context.options();
		if (options.pull()) {
			this.pulls = Pulls.from(this.context.ports().coordinator(), options.scope().kinds(), this::wasOffered);
		}
		return Passes.execute(() -> new SyncPass(this.context, this.pulls).execute());
	}

	/**
	 * What the source answered.
	 */
	Pulls pulls() {
		return this.pulls;
	}

	private boolean wasOffered(Kind kind) {
		return !this.context.ports().history().base(this.context.source(), kind).isEmpty();
	}

}
