package dev.registrysync.reconcile;

import java.util.Map;

import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;

/**
 * What an operator may set about the decision.
 *
 * @param members who owns which members and wins which conflicts, for each kind
 * @param guard when absences wait for approval
 */
public record ReconcilePolicy(Map<Kind, MemberRules> members, AbsenceGuard guard) {

	/** What counts if nothing is configured. */
	public static final ReconcilePolicy DEFAULT = new ReconcilePolicy(Map.of(), AbsenceGuard.DEFAULT);

	public ReconcilePolicy {
		members = Map.copyOf(members);
	}

	/**
	 * Whose word counts for a member that the runtime sends. One that it never sent is
	 * the operators'.
	 */
	public Owner owner(Kind kind, JsonPointer member) {
		return members(kind).owner(member);
	}

	/**
	 * Who wins when both sides moved the member to different values.
	 */
	public ConflictPolicy conflicts(Kind kind, JsonPointer member) {
		return members(kind).conflicts(member);
	}

	MemberRules members(Kind kind) {
		return this.members.getOrDefault(kind, MemberRules.DEFAULT);
	}

}
