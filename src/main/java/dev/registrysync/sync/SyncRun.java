package dev.registrysync.sync;

import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;

/**
 * One run: pull, then decide and commit. Others may write the registry files meanwhile;
 * then what was decided is thrown away and decided anew.
 */
final class SyncRun {

	private static final int PASSES = 3;

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
		for (int pass = 1; pass <= PASSES; pass++) {
			Optional<RunResult> result = new SyncPass(this.context, pulls).execute();
			if (result.isPresent()) {
				return result.get();
			}
		}
		throw new ProblemException(ProblemCode.REGISTRY_CONTENDED,
				"A registry file changed %d times while this run wanted to replace it.".formatted(PASSES));
	}

	private boolean wasOffered(Kind kind) {
		return !this.context.ports().history().base(this.context.source(), kind).isEmpty();
	}

}
