package dev.registrysync.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import dev.registrysync.registry.JsonPointer;

/**
 * Who owns which members of one kind, and who wins a conflict about them. A rule counts
 * for its member and for all below it that have no rule of their own.
 *
 * @param conflicts who wins where no rule says otherwise
 * @param rules what was set about single members
 */
public record MemberRules(ConflictPolicy conflicts, Map<JsonPointer, MemberRule> rules) {

	/** The runtime wins, and nothing is set about single members. */
	public static final MemberRules DEFAULT = new MemberRules(ConflictPolicy.RUNTIME, Map.of());

	/** They tell whether an entry is there, so whose they are is no matter of taste. */
	private static final Set<String> OF_PRESENCE = Set.of(EntryMerge.STATUS, Owner.PROTECTED);

	/**
	 * Checks the rules.
	 * @throws IllegalArgumentException if one is about a member that is nobody's to
	 * configure; the message says why
	 */
	public MemberRules {
		rules = Map.copyOf(rules);
		rules.forEach(MemberRules::check);
	}

	private static void check(JsonPointer member, MemberRule rule) {
		if (Owner.of(member.first()) == Owner.SYNC) {
			throw new IllegalArgumentException("%s is written by Registry Sync alone".formatted(member));
		}
		if (OF_PRESENCE.contains(member.first()) && rule.owner().isPresent()) {
			throw new IllegalArgumentException("the owner of %s cannot be changed".formatted(member));
		}
	}

	/**
	 * The same with a rule more.
	 * @throws IllegalArgumentException if there is one for the member already, or if it
	 * is nobody's to configure; the message says so
	 */
	public MemberRules with(JsonPointer member, MemberRule rule) {
		if (this.rules.containsKey(member)) {
			throw new IllegalArgumentException("%s is listed twice".formatted(member));
		}
		Map<JsonPointer, MemberRule> longer = new HashMap<>(this.rules);
		longer.put(member, rule);
		return new MemberRules(this.conflicts, longer);
	}

	/**
	 * The same with another winner where no rule says otherwise.
	 */
	MemberRules withConflicts(ConflictPolicy winner) {
		return new MemberRules(winner, this.rules);
	}

	Owner owner(JsonPointer member) {
		return nearest(member, MemberRule::owner).orElseGet(() -> Owner.of(member.first()));
	}

	ConflictPolicy conflicts(JsonPointer member) {
		return nearest(member, MemberRule::conflicts).orElse(this.conflicts);
	}

	private <T> Optional<T> nearest(JsonPointer member, Function<MemberRule, Optional<T>> setting) {
		if (this.rules.isEmpty()) {
			return Optional.empty();
		}
		return Optional.ofNullable(this.rules.get(member))
			.flatMap(setting)
			.or(() -> member.parent().flatMap((parent) -> nearest(parent, setting)));
	}

	/**
	 * Whether a rule is about a part of the member.
	 */
	boolean leadInto(JsonPointer member) {
		return this.rules.keySet().stream().anyMatch((pointer) -> pointer.isBelow(member));
	}

	/**
	 * Whether a part of the member is the operators'.
	 */
	boolean giveOperatorsPartOf(JsonPointer member) {
		return this.rules.keySet()
			.stream()
			.anyMatch((pointer) -> pointer.isBelow(member) && owner(pointer) == Owner.OPERATOR);
	}

}
