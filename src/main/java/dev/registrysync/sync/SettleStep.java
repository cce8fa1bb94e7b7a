package dev.registrysync.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.Settlement;
import dev.registrysync.registry.EntryRef;

/**
 * Settles a conflict that waits: with a run that is about its entry alone.
 */
final class SettleStep {

	private final SyncPorts ports;

	private final ReconcilePolicy policy;

	private final Settlement settlement;

	SettleStep(SyncPorts ports, ReconcilePolicy policy, Settlement settlement) {
		this.ports = ports;
		this.policy = policy;
		this.settlement = settlement;
	}

	/**
	 * Does it.
	 * @param run what runs, under a policy that holds for that run
	 * @throws ProblemException if there is no such entry, or if none of its conflicts
	 * that wait is about the member
	 */
	<R> R settle(BiFunction<ReconcilePolicy, RunOptions, R> run) {
		EntryRef ref = this.settlement.ref();
		this.ports.requireEntry(ref);
		if (!this.policy.letsWait(ref.kind(), this.settlement.member())) {
			ConflictPolicy decides = this.policy.conflicts(ref.kind(), this.settlement.member());
			throw noSuchConflict(this.settlement, "conflicts about it are decided by the policy " + decides.text());
		}
		RunOptions options = new RunOptions(Trigger.SETTLE, new Scope(Set.of(ref.kind()), Set.of(ref.id())), true, true,
				true, false, Optional.empty(), ExternalChanges.REPORT);
		return run.apply(this.policy.settling(this.settlement), options);
	}

	/**
	 * Refuses to go on if there is nothing that the policy's settlements settle.
	 * @param found the conflicts that a run found
	 */
	static void requireConflicts(ReconcilePolicy policy, List<Conflict> found) {
		policy.settlements().forEach((settlement) -> {
			if (found.stream().noneMatch(settlement::isAbout)) {
				throw noSuchConflict(settlement, "no conflict about it waits");
			}
		});
	}

	private static ProblemException noSuchConflict(Settlement settlement, String why) {
		EntryRef ref = settlement.ref();
		return new ProblemException(ProblemCode.NO_SUCH_CONFLICT,
				"There is nothing to settle about %s of %s: %s.".formatted(settlement.member(), ref, why),
				Map.of("kind", ref.kind().plural(), "id", ref.id().value(), "member", settlement.member().toString()));
	}

}
