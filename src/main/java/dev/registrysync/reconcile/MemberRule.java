package dev.registrysync.reconcile;

import java.util.Optional;

/**
 * What an operator set about one member and all that is below it.
 *
 * @param owner whose word counts; empty if that was left as it is
 * @param conflicts who wins a conflict; empty if that was left as it is
 */
public record MemberRule(Optional<Owner> owner, Optional<ConflictPolicy> conflicts) {

	public MemberRule {
		if (owner.isEmpty() && conflicts.isEmpty()) {
			throw new IllegalArgumentException("a rule sets the owner, the conflict policy or both");
		}
		if (owner.equals(Optional.of(Owner.SYNC))) {
			throw new IllegalArgumentException("a member is owned by runtime or operator");
		}
	}

}
