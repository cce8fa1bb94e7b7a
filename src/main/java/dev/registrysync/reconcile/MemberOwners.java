package dev.registrysync.reconcile;

import java.util.Optional;

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

	/**
	 * Makes it for one entry.
	 * @param rules what was set about the kind's members
	 * @param sent the entry as the source last sent it; null if it never did
	 */
	MemberOwners(Kind kind, MemberRules rules, @Nullable JsonObject sent) {
		this.rules = rules;
		this.sent = (sent != null) ? sent : JsonObject.EMPTY;
		this.translated = RuntimeEntry.translate(kind, this.sent);
	}

	/**
	 * Whose word counts for the member in this entry. Nobody can edit its id.
	 */
	public Owner of(JsonPointer member) {
		Owner owner = this.rules.owner(member);
		boolean neverSent = !isIn(this.sent, member) && !isIn(this.translated, member) && !member.equals(ID);
		return (owner == Owner.RUNTIME && neverSent) ? Owner.OPERATOR : owner;
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
