package dev.registrysync.sync;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.registrysync.problem.ExhaustedHeap;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Repeats the passes of a run while other programs write the registry files. What a pass
 * could not commit is decided again; what it committed stays, and counts.
 */
final class ContentionRetry {

	private static final int LIMIT = 3;

	private ContentionRetry() {
	}

	/**
	 * Makes passes until nothing is left to decide again.
	 * @param passes makes a pass
	 * @return what all passes committed; cut short if the last one failed
	 * @throws ProblemException if no pass committed anything: the failure of a pass, or
	 * {@code REGISTRY_CONTENDED} after the last one
	 */
	static RunResult execute(RunContext context, Function<RunContext, Pass> passes) {
		Optional<RunResult> sum = Optional.empty();
		Set<Kind> overtaken = Set.of();
		for (int number = 1; number <= LIMIT; number++) {
			Pass pass;
			try {
				pass = ExhaustedHeap.telling(() -> passes.apply(context));
			}
			catch (ProblemException ex) {
				return cutShort(context, sum, ex);
			}
			Optional<RunResult> before = sum;
			sum = pass.findResult().map((result) -> before.map(result::after).orElse(result)).or(() -> before);
			if (pass.overtaken().isEmpty()) {
				return sum.orElseThrow();
			}
			overtaken = pass.overtaken();
		}
		return cutShort(context, sum, contended(overtaken));
	}

	private static ProblemException contended(Set<Kind> overtaken) {
		String kinds = String.join(" or ", overtaken.stream().map(Kind::plural).sorted().toList());
		return new ProblemException(ProblemCode.REGISTRY_CONTENDED,
				"Another program wrote a registry file, that of %s, each of the %d times that this run wanted to replace it."
					.formatted(kinds, LIMIT),
				Map.of("kind", kinds));
	}

	private static RunResult cutShort(RunContext context, Optional<RunResult> sum, ProblemException failure) {
		return sum.filter(RunResult::committed)
			.map((committed) -> committed.cutShort(failure, context.ports().history().revision()))
			.orElseThrow(() -> failure);
	}

	/**
	 * One pass.
	 *
	 * @param result what it committed; null if it committed nothing, as others wrote a
	 * file
	 * @param overtaken the kinds that have to be decided again
	 */
	record Pass(@Nullable RunResult result, Set<Kind> overtaken) {

		static Pass overtaken(Set<Kind> kinds) {
			return new Pass(null, kinds);
		}

		private Optional<RunResult> findResult() {
			return Optional.ofNullable(this.result);
		}

	}

}
