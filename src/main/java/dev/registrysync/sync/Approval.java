package dev.registrysync.sync;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Holds a run to the plan that somebody approved, in all of its passes.
 */
final class Approval {

	private @Nullable PlanLines approved;

	/**
	 * Refuses to go on if a pass would do something else.
	 * @param decided what the pass would do
	 * @throws dev.registrysync.problem.ProblemException {@code STALE_PLAN} with what
	 * moved
	 */
	void require(RunContext context, PlanLines decided) {
		Optional<String> digest = context.options().approve();
		if (digest.isEmpty() || isRest(context, decided)) {
			return;
		}
		context.previews().requireCurrent(digest.get(), decided);
		this.approved = decided;
	}

	/**
	 * Whether this is what is left of the approved plan, part of which is committed.
	 */
	private boolean isRest(RunContext context, PlanLines decided) {
		@Nullable PlanLines all = this.approved;
		return all != null && context.control().hasCommitted() && all.hasAll(decided);
	}

}
