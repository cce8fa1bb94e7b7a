package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;

/**
 * The three-way merge of an entry's members: each as a whole, or child by child where a
 * rule leads into it.
 */
final class MemberMerge {

	/** At the first contact an agent's runtime values count for these. */
	private static final Set<String> FIRST_CONTACT = Set.of("type", "description", EntryMerge.STATUS);

	private final EntryRef ref;

	private final ReconcilePolicy policy;

	private final MemberRules rules;

	private final boolean firstContact;

	private final List<MemberChange> changes = new ArrayList<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	/**
	 * Prepares the merge.
	 * @param ref the entry
	 * @param firstContact whether the source did not have the entry before
	 */
	MemberMerge(EntryRef ref, ReconcilePolicy policy, boolean firstContact) {
		this.ref = ref;
		this.policy = policy;
		this.rules = policy.members(ref.kind());
		this.firstContact = firstContact;
	}

	Merged merge(MemberSides member) {
		if (member.agree()) {
			return keep(member);
		}
		if (member.areObjects() && this.rules.leadInto(member.at())) {
			return children(member);
		}
		if (this.rules.owner(member.at()) != Owner.RUNTIME) {
			return keep(member);
		}
		return this.firstContact ? firstContact(member) : whole(member);
	}

	/**
	 * An object that loses its last child here, and that the runtime does not have, goes
	 * with it.
	 */
	private Merged children(MemberSides member) {
		JsonObject ours = MemberSides.object(member.persistent());
		JsonObject theirs = MemberSides.object(member.runtime());
		JsonObject value = ours;
		JsonObject base = theirs;
		for (String name : member.childNames()) {
			Merged child = merge(member.child(name));
			value = put(value, name, child.value());
			base = put(base, name, child.base());
		}
		boolean emptied = value.members().isEmpty() && member.runtime().isEmpty();
		return new Merged(
				value.equals(ours) ? member.persistent() : Optional.<Json>of(value).filter((json) -> !emptied),
				base.equals(theirs) ? member.runtime() : Optional.of(base));
	}

	private Merged firstContact(MemberSides member) {
		if (member.persistent().isEmpty()) {
			return take(member, "only the runtime entry has it");
		}
		boolean runtimeCounts = switch (this.ref.kind()) {
			case AGENTS -> FIRST_CONTACT.contains(member.at().first());
			case TOOLS -> false;
		};
		return runtimeCounts ? conflict(member) : keep(member);
	}

	private Merged whole(MemberSides member) {
		if (!member.runtimeMoved()) {
			return keep(member);
		}
		return (member.persistentMoved() || losesOperatorsPart(member)) ? conflict(member)
				: take(member, "the runtime value changed");
	}

	/**
	 * What operators own inside an object is neither lost nor taken along when one side
	 * has no object there.
	 */
	private boolean losesOperatorsPart(MemberSides member) {
		return member.differInShape() && this.rules.giveOperatorsPartOf(member.at());
	}

	private Merged conflict(MemberSides member) {
		ConflictPolicy winner = winner(member);
		this.conflicts
			.add(new Conflict(this.ref, member.at(), member.base(), member.runtime(), member.persistent(), winner));
		return switch (winner) {
			case RUNTIME -> take(member, "both sides changed it, and the runtime value wins");
			case PERSISTENT -> keep(member);
			case MANUAL -> await(member);
		};
	}

	private ConflictPolicy winner(MemberSides member) {
		return switch (this.rules.conflicts(member.at())) {
			case RUNTIME -> losesOperatorsPart(member) ? ConflictPolicy.PERSISTENT : ConflictPolicy.RUNTIME;
			case PERSISTENT -> ConflictPolicy.PERSISTENT;
			case MANUAL -> this.policy.settled(this.ref, member.at()).orElse(ConflictPolicy.MANUAL);
		};
	}

	private Merged take(MemberSides member, String reason) {
		note(member.at(), member.persistent(), member.runtime(), reason);
		return new Merged(member.runtime(), member.runtime());
	}

	private static Merged keep(MemberSides member) {
		return new Merged(member.persistent(), member.runtime());
	}

	/**
	 * The base stays until somebody settles it, so that each run finds the conflict anew.
	 */
	private static Merged await(MemberSides member) {
		return new Merged(member.persistent(), member.base());
	}

	void note(JsonPointer member, Optional<Json> before, Optional<Json> after, String reason) {
		this.changes.add(new MemberChange(member, before, after, this.rules.owner(member), reason));
	}

	List<MemberChange> changes() {
		return List.copyOf(this.changes);
	}

	List<Conflict> conflicts() {
		return List.copyOf(this.conflicts);
	}

	/**
	 * The object with the member set, or without it.
	 */
	static JsonObject put(JsonObject object, String name, Optional<Json> value) {
		if (object.find(name).equals(value)) {
			return object;
		}
		return value.map((json) -> object.with(name, json)).orElseGet(() -> object.without(name));
	}

	/**
	 * What becomes of one member.
	 *
	 * @param value its value in the entry
	 * @param base its value in the next base
	 */
	record Merged(Optional<Json> value, Optional<Json> base) {
	}

}
