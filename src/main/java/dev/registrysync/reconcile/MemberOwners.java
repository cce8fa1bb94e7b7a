package dev.registrysync.reconcile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
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

	private final Set<JsonPointer> kept;

	/**
	 * Makes it for one entry.
	 * @param rules what was set about the kind's members
	 * @param sent the entry as the source last sent it; null if it never did
	 * @param kept the members that it has from here, as the registry names them
	 */
	MemberOwners(Kind kind, MemberRules rules, @Nullable JsonObject sent, Set<JsonPointer> kept) {
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
		return !member.equals(ID) && (!sends || isKept(member));
	}

	private boolean isKept(JsonPointer member) {
		return this.kept.contains(member) || member.parent().filter(this::isKept).isPresent();
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
	boolean differBelow(JsonPointer member) {
		return this.rules.leadInto(member);
	}

	/**
	 * The members that a merge patch would change and that are not the operators', with
	 * their owners. What takes an object's place takes away all that is in it.
	 * @param patch the patch
	 * @param now the entry that it is for
	 */
	public Map<JsonPointer, Owner> othersIn(JsonObject patch, JsonObject now) {
		Map<JsonPointer, Owner> others = new LinkedHashMap<>();
		patch.members().forEach((name, value) -> addOthers(JsonPointer.of(name), value, now.find(name), others));
		return others;
	}

	private void addOthers(JsonPointer member, Json value, Optional<Json> now, Map<JsonPointer, Owner> others) {
		Owner owner = of(member);
		boolean goesOn = value instanceof JsonObject && !MemberSides.isOther(now);
		if (differBelow(member) && (goesOn || owner == Owner.OPERATOR)) {
			JsonObject children = MemberSides.object(now);
			JsonObject patch = MemberSides.object(Optional.of(value));
			Set<String> names = (value instanceof JsonObject) ? patch.names() : children.names();
			names.forEach((name) -> addOthers(member.child(name), patch.find(name).orElse(JsonLiteral.NULL),
					children.find(name), others));
		}
		else if (owner != Owner.OPERATOR) {
			others.put(member, owner);
		}
	}

	/**
	 * Whether a member and all that is in its value are the operators'.
	 */
	boolean giveOperatorsAllOf(JsonPointer member, Json value) {
		boolean whole = !differBelow(member) || !(value instanceof JsonObject);
		return of(member) == Owner.OPERATOR && (whole || ((JsonObject) value).members()
			.entrySet()
			.stream()
			.allMatch((child) -> giveOperatorsAllOf(member.child(child.getKey()), child.getValue())));
	}

}
