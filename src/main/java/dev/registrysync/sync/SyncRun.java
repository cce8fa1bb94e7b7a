package dev.registrysync.sync;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryTable;

/**
 * One run: pull, then decide and commit.
 */
final class SyncRun {

	private final RunContext context;

	private Pulls pulls;

	private long question;

	private boolean readWhatWasCommitted;

	SyncRun(RunContext context) {
		this(context, Pulls.none());
	}

	/**
	 * A run that knows already what there is to know of the sources.
	 */
	SyncRun(RunContext context, Pulls pulls) {
		this.context = context;
		this.pulls = pulls;
	}

	/**
	 * Asks the sources, if the run is to do that.
	 * @throws ProblemException if there was no answer worth anything
	 */
	void pull() {
		RunOptions options = this.context.options();
		if (options.pull()) {
			this.question = this.context.attendance().answers().ask();
			RunControl control = this.context.control();
			control.begin(Phase.PULL, options.scope().kinds().size() * this.context.asked().size());
			this.pulls = control.waiting(() -> Pulls.from(this.context.asked(), options.scope().kinds(), (asked) -> {
				control.step();
				return said(asked);
			}, control.trace()));
		}
	}

	/**
	 * Goes on with later answers where runs have decided upon such meanwhile.
	 */
	void catchUp() {
		this.pulls.catchUp(this.context.attendance().answers(), this.question);
	}

	/**
	 * Decides and commits.
	 * @throws ProblemException if nothing was committed
	 */
	RunResult execute() {
		return ContentionRetry.execute(this.context, (run) -> {
			SyncPass pass = new SyncPass(run, this.pulls);
			this.readWhatWasCommitted = pass.readsWhatWasCommitted();
			return pass.execute();
		});
	}

	/**
	 * What the sources answered.
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

	private EntryTable said(Asked asked) {
		return this.context.ports().history().base(asked.source(), asked.kind());
	}

}
