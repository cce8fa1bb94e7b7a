package dev.registrysync.sync;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;

/**
 * One run: pull, then decide and commit.
 */
final class SyncRun {

	private final RunContext context;

	private Pulls pulls = Pulls.none();

	private boolean readWhatWasCommitted;

	SyncRun(RunContext context) {
		this.context = context;
	}

	/**
	 * Asks the source, if the run is to do that.
	 * @throws ProblemException if there was no answer worth anything
	 */
	Pulls pull() {
		RunOptions options = this.context.options();
		if (options.pull()) {
			RunControl control = this.context.control();
			control.begin(Phase.PULL, options.scope().kinds().size());
			this.pulls = control
				.waiting(() -> Pulls.from(this.context.ports().coordinator(), options.scope().kinds(), (kind) -> {
					control.step();
					return wasOffered(kind);
				}));
		}
		return this.pulls;
	}

	/**
	 * Decides and commits.
	 * @throws ProblemException if nothing was applied
	 */
	RunResult execute() {
		return Passes.execute(() -> {
			SyncPass pass = new SyncPass(this.context, this.pulls);
			this.readWhatWasCommitted = pass.readsWhatWasCommitted();
			return pass.execute();
		});
	}

	/**
	 * What the source answered.
	 */
	Pulls pulls() {
		return this.pulls;
	}

	/**
	 * Whether the files were what was committed last when it was decided.
	 */
	boolean readWhatWasCommitted() {
		return this.readWhatWasCommitted;
	}

	private boolean wasOffered(Kind kind) {
		return !this.context.ports().history().base(this.context.source(), kind).isEmpty();
	}

}
