package dev.registrysync.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.PushPlan;
import dev.registrysync.registry.Kind;

/**
 * What a run leaves to be sent to the source once it is over.
 *
 * @param number counts the works, as a later one makes those before it stale
 * @param kinds what is to be sent, for each kind that the source answered with
 * @param failures why nothing is known of the rest
 */
record PushWork(long number, Map<Kind, KindWork> kinds, List<ProblemException> failures) {

	/** Nothing to send. */
	static final PushWork NONE = new PushWork(0, Map.of(), List.of());

	boolean isNone() {
		return this.kinds.isEmpty() && this.failures.isEmpty();
	}

	/**
	 * Whether the source has all that it is to be told, and nobody is to know more.
	 */
	boolean isIdle() {
		return this.failures.isEmpty() && this.kinds.values()
			.stream()
			.allMatch((work) -> work.plan().sends().isEmpty() && work.plan().conflicts().isEmpty());
	}

	/**
	 * How many requests that takes.
	 */
	int chunks() {
		return this.kinds.values().stream().mapToInt((kind) -> PushChunks.of(kind.plan().sends()).size()).sum();
	}

	/**
	 * What is to be sent about one kind.
	 *
	 * @param plan what
	 * @param etag the entity tag of the answer that it was decided upon
	 */
	record KindWork(PushPlan plan, Optional<String> etag) {
	}

}
