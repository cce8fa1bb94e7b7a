package dev.registrysync.sync;

import java.util.Map;
import java.util.Set;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;

/**
 * What became of what a pass decided.
 *
 * @param committed false if nothing was committed, as another program wrote a file since
 * it was read
 * @param overtaken the kinds whose file another program wrote meanwhile: their edits have
 * to be looked at
 * @param failures why files could not be written: what they lack stays due
 */
record CommitResult(boolean committed, Set<Kind> overtaken, Map<Kind, ProblemException> failures) {

	/** Nothing is left to be done. */
	static final CommitResult DONE = new CommitResult(true, Set.of(), Map.of());

	CommitResult {
		overtaken = Set.copyOf(overtaken);
		failures = Map.copyOf(failures);
	}

}
