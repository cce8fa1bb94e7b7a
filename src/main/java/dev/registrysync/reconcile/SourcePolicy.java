package dev.registrysync.reconcile;

import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.Kind;

/**
 * What an operator has set about one source alone.
 *
 * @param guard when absences wait for approval; empty if as for all sources
 * @param conflicts who wins where no rule about a member says otherwise, for those kinds
 * that are not as for all sources
 */
public record SourcePolicy(Optional<AbsenceGuard> guard, Map<Kind, ConflictPolicy> conflicts) {

	public SourcePolicy {
		conflicts = Map.copyOf(conflicts);
	}

	Optional<ConflictPolicy> conflicts(Kind kind) {
		return Optional.ofNullable(this.conflicts.get(kind));
	}

}
