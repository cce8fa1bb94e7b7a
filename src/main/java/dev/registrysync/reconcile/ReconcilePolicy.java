package dev.registrysync.reconcile;

import java.util.Map;

import dev.registrysync.registry.Kind;

/**
 * What an operator may set about the decision.
 *
 * @param conflicts who wins, for each kind
 * @param guard when absences wait for approval
 */
public record ReconcilePolicy(Map<Kind, ConflictPolicy> conflicts, AbsenceGuard guard) {

	public ReconcilePolicy {
		conflicts = Map.copyOf(conflicts);
	}

	ConflictPolicy conflicts(Kind kind) {
		return this.conflicts.getOrDefault(kind, ConflictPolicy.RUNTIME);
	}

}
