package dev.registrysync.sync;

import java.util.Optional;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * The attempts of a run. Others may write the registry files while it decides; then what
 * was decided is thrown away and decided anew.
 */
final class Passes {

	private static final int LIMIT = 3;

	private Passes() {
	}

	/**
	 * Tries until an attempt commits.
	 * @param pass what came of an attempt; empty if the files changed meanwhile and
	 * nothing was applied
	 * @throws ProblemException {@code REGISTRY_CONTENDED} after the last one
	 */
	static <T> T execute(Supplier<Optional<T>> pass) {
		for (int number = 1; number <= LIMIT; number++) {
			Optional<T> result = pass.get();
			if (result.isPresent()) {
				return result.get();
			}
		}
		throw new ProblemException(ProblemCode.REGISTRY_CONTENDED,
				"A registry file changed %d times while this run wanted to replace it.".formatted(LIMIT));
	}

}
