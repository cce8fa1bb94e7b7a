package dev.registrysync.reconcile;

import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Tells who owns the members of one entry: what the source never sent is the operators'.
 */
public final class MemberOwners {

	private static final JsonPointer ID = JsonPointer.of("id");

	private final MemberRules rules;

	private final JsonObject sent;

	private final JsonObject translated;

	private final Set<String> kept;

	/**
	 * Makes it for one entry.
	 * @param rules what was set about the kind's members
	 * @param sent the entry as the source last sent it; null if it never did
	 * @param kept the members that it has from here, by their names in the registry
	 */
	MemberOwners(Kind kind, MemberRules rules, @Nullable JsonObject sent, Set<String> kept) {
		this.rules = rules;
		this.sent = (sent != null) ? sent : JsonObject.EMPTY;
		this.translated = RuntimeEntry.translate(kind, this.sent);
		this.kept = Set.copyOf(kept);
	}

	/**
	 * Whose word counts for the member in this entry. Nobody can edit its id.
	 */
	public Owner of(JsonPointer member) {
		Owner owner = this.rules.owner(member);
		return (owner == Owner.RUNTIME && isOurs(member)) ? Owner.OPERATOR : owner;
	}

	private boolean isOurs(JsonPointer member) {
		boolean sends = isIn(this.sent, member) || isIn(this.translated, member);
		return !member.equals(ID) && (!sends || this.kept.contains(member.first()));
	}

	private static boolean isIn(JsonObject members, JsonPointer member) {
		return member.parent()
			.map((parent) -> parent.find(members).filter(JsonObject.class::isInstance).map(JsonObject.class::cast))
			.orElse(Optional.of(members))
			.filter((holder) -> holder.has(member.last()))
			.isPresent();
	}

	/**
	 * Whether the member's children have owners of their own.
	 */
	public boolean differBelow(JsonPointer member) {
		return this.rules.leadInto(member);
	}

}
