package dev.registrysync.reconcile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;

/**
 * Makes up registries and rules. Few ids, names and values, so that the sides often meet
 * and often disagree.
 */
class RandomRegistry {

	/** Members that operators have and no source ever sends. */
	static final String NEVER_SENT = "ours";

	private static final List<String> SENT = List.of("agent_type", "description", "status", "registered_at", "extra",
			"enabled", "notes", "labels", "protected", "last_updated", "m");

	private static final List<String> PERSISTENT = List.of("type", "description", "status", "registered_at", "extra",
			"enabled", "notes", "labels", "last_updated", "m", NEVER_SENT);

	private static final List<String> CONFIGURABLE = List.of("/type", "/description", "/registered_at", "/extra",
			"/enabled", "/labels/x", "/m", "/m/x", "/m/y", "/m/x/y", "/m/a~1b");

	private final Random random;

	RandomRegistry(long seed) {
		this.random = new Random(seed);
	}

	boolean chance(int oneIn) {
		return this.random.nextInt(oneIn) == 0;
	}

	<T> T oneOf(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	/**
	 * Up to eight runtime entries.
	 */
	Map<EntryId, JsonObject> runtime() {
		return entries(SENT);
	}

	/**
	 * Up to eight persistent entries, some of them marked as missing long ago.
	 */
	Map<EntryId, JsonObject> persistent() {
		Map<EntryId, JsonObject> entries = entries(PERSISTENT);
		entries.replaceAll((id, members) -> chance(6)
				? members.with("status", "missing").with("missing_since", new JsonNumber("1.5")) : members);
		entries.replaceAll((id, members) -> chance(8) ? members.with(Owner.PROTECTED, JsonLiteral.TRUE) : members);
		return entries;
	}

	private Map<EntryId, JsonObject> entries(List<String> names) {
		Map<EntryId, JsonObject> entries = new HashMap<>();
		for (int i = 0; i < 8; i++) {
			if (!chance(3)) {
				entries.put(new EntryId("agent" + i), object(names, 2));
			}
		}
		return entries;
	}

	private JsonObject object(List<String> names, int depth) {
		JsonObject object = JsonObject.EMPTY;
		for (String name : names) {
			if (!chance(3)) {
				object = object.with(name, value(name, depth));
			}
		}
		return object;
	}

	private Json value(String name, int depth) {
		boolean nests = List.of("m", "labels", "x").contains(name);
		if (nests && depth > 0 && !chance(4)) {
			return object(List.of("x", "y", "a/b"), depth - 1);
		}
		return chance(2) ? new JsonString("v" + this.random.nextInt(3))
				: new JsonNumber(Integer.toString(this.random.nextInt(3)));
	}

	/**
	 * Rules about some members.
	 * @param policies what the conflict policies are chosen from
	 */
	MemberRules rules(List<ConflictPolicy> policies) {
		MemberRules rules = new MemberRules(oneOf(policies), Map.of());
		for (String pointer : CONFIGURABLE) {
			if (chance(4)) {
				Optional<Owner> owner = chance(3) ? Optional.empty()
						: Optional.of(oneOf(List.of(Owner.RUNTIME, Owner.OPERATOR)));
				Optional<ConflictPolicy> conflicts = (owner.isPresent() && chance(2)) ? Optional.empty()
						: Optional.of(oneOf(policies));
				rules = rules.with(JsonPointer.parse(pointer), new MemberRule(owner, conflicts));
			}
		}
		return rules;
	}

	EntryTable table(Map<EntryId, JsonObject> entries) {
		EntryTable.Builder table = EntryTable.builder();
		shuffled(entries).forEach((id) -> table.add(id, entries.getOrDefault(id, JsonObject.EMPTY)));
		return table.build();
	}

	RegistryDocument document(Map<EntryId, JsonObject> entries) {
		JsonObject all = JsonObject.EMPTY;
		for (EntryId id : shuffled(entries)) {
			all = all.with(id.value(), entries.getOrDefault(id, JsonObject.EMPTY));
		}
		return ReconcileFixture.document(Kind.AGENTS, all.toString());
	}

	private List<EntryId> shuffled(Map<EntryId, JsonObject> entries) {
		List<EntryId> order = new ArrayList<>(entries.keySet());
		Collections.sort(order);
		Collections.shuffle(order, this.random);
		return order;
	}

}
