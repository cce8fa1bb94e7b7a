package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may set about the decision.
 *
 * @param members who owns which members and wins which conflicts, for each kind
 * @param guard when absences wait for approval
 * @param grace how long an absent entry is only missing
 * @param settlements conflicts that were settled by hand, for one run
 * @param sources what is set for single sources, by name
 */
public record ReconcilePolicy(Map<Kind, MemberRules> members, AbsenceGuard guard, Grace grace,
		List<Settlement> settlements, Map<String, SourcePolicy> sources) {

	/** What counts if nothing is configured. */
	public static final ReconcilePolicy DEFAULT = new ReconcilePolicy(Map.of(), AbsenceGuard.DEFAULT, Grace.DEFAULT,
			List.of());

	public ReconcilePolicy {
		members = Map.copyOf(members);
		settlements = List.copyOf(settlements);
		sources = Map.copyOf(sources);
	}

	/**
	 * A policy that is the same for all sources.
	 */
	public ReconcilePolicy(Map<Kind, MemberRules> members, AbsenceGuard guard, Grace grace,
			List<Settlement> settlements) {
		this(members, guard, grace, settlements, Map.of());
	}

	/**
	 * The policy for the answers of one source: what is set for it alone counts before
	 * what is set for all.
	 */
	public ReconcilePolicy of(String source) {
		@Nullable SourcePolicy own = this.sources.get(source);
		if (own == null) {
			return this;
		}
		Map<Kind, MemberRules> rules = new EnumMap<>(Kind.class);
		for (Kind kind : Kind.values()) {
			rules.put(kind, own.conflicts(kind).map(members(kind)::withConflicts).orElseGet(() -> members(kind)));
		}
		return new ReconcilePolicy(rules, own.guard().orElse(this.guard), this.grace, this.settlements, this.sources);
	}

	/**
	 * The same, with one conflict settled.
	 */
	public ReconcilePolicy settling(Settlement settlement) {
		List<Settlement> more = new ArrayList<>(this.settlements);
		more.add(settlement);
		return new ReconcilePolicy(this.members, this.guard, this.grace, more, this.sources);
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

	/**
	 * Whether conflicts about the member wait for a person, whichever source they are
	 * with.
	 */
	public boolean letsWait(Kind kind, JsonPointer member) {
		return Stream.concat(Stream.of(this), this.sources.keySet().stream().map(this::of))
			.anyMatch((policy) -> policy.conflicts(kind, member) == ConflictPolicy.MANUAL);
	}

	/**
	 * Who was said to win a conflict that waits.
	 */
	Optional<ConflictPolicy> settled(EntryRef ref, JsonPointer member) {
		return this.settlements.stream()
			.filter((settlement) -> settlement.isAbout(ref, member))
			.map(Settlement::winner)
			.findFirst();
	}

	/**
	 * Who owns the members of one entry.
	 * @param sent the entry as the source last sent it; null if it never did
	 * @param kept the members that it has from here, as the registry names them
	 */
	public MemberOwners owners(Kind kind, @Nullable JsonObject sent, Set<JsonPointer> kept) {
		return new MemberOwners(kind, members(kind), sent, kept);
	}

	MemberRules members(Kind kind) {
		return this.members.getOrDefault(kind, MemberRules.DEFAULT);
	}

}
