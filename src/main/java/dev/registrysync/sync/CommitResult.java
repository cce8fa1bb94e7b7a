package dev.registrysync.sync;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;

/**
 * What became of what a pass wanted to commit.
 *
 * @param overtaken the kinds whose file another program wrote meanwhile: they have to be
 * decided again
 * @param refused the kinds whose file cannot be replaced, each with the reason
 * @param inForce the kinds whose document was replaced
 */
record CommitResult(Set<Kind> overtaken, Map<Kind, ProblemException> refused, Set<Kind> inForce) {

	/** Nothing is left, and no document had to be replaced. */
	static final CommitResult ALL = new CommitResult(Set.of(), Map.of(), Set.of());

	CommitResult {
		overtaken = Set.copyOf(overtaken);
		refused = Map.copyOf(refused);
		inForce = Set.copyOf(inForce);
	}

	/**
	 * The kinds whose changes are not in force.
	 */
	Set<Kind> open() {
		Set<Kind> open = EnumSet.noneOf(Kind.class);
		open.addAll(this.overtaken);
		open.addAll(this.refused.keySet());
		return open;
	}

}
