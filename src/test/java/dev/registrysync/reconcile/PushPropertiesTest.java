package dev.registrysync.reconcile;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.MergePatch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every push, tried with many random registries, sources and rules. A
 * failure names its seed.
 */
class PushPropertiesTest {

	private static final int CASES = 400;

	private static final int ROUNDS = 4;

	/**
	 * A registry and a source that takes every patch, while both are edited.
	 */
	private static final class Pair {

		private final RandomRegistry random;

		private final ReconcilePolicy policy;

		private Map<EntryId, JsonObject> here;

		private final Map<EntryId, JsonObject> there;

		private EntryTable trails = EntryTable.EMPTY;

		private Pair(long seed) {
			this.random = new RandomRegistry(seed);
			this.policy = new ReconcilePolicy(Map.of(Kind.AGENTS, this.random.rules(List.of(ConflictPolicy.values()))),
					AbsenceGuard.DEFAULT, Grace.DEFAULT, List.of());
			this.here = this.random.persistent();
			this.there = new HashMap<>(this.random.runtime());
		}

		private void edit() {
			this.here = this.random.persistent();
			if (this.random.chance(2)) {
				this.there.putAll(this.random.runtime());
			}
		}

		private PushPlan decide() {
			PushPlan plan = PushPlan.of(this.random.document(this.here),
					ReconcileLoop.answer(this.random.table(this.there)), this.trails, this.policy, (id) -> true);
			this.trails = plan.trails();
			return plan;
		}

		private void take(PushPlan plan) {
			plan.sends()
				.forEach((send) -> this.there.compute(send.ref().id(),
						(id, shown) -> MergePatch.apply((shown != null) ? shown : JsonObject.EMPTY, send.patch())));
			this.trails = Trails.pushed(this.trails, plan.sends());
		}

	}

	private static void forMany(Consumer<Pair> property) {
		for (int seed = 0; seed < CASES; seed++) {
			try {
				Pair pair = new Pair(seed);
				for (int round = 0; round < ROUNDS; round++) {
					property.accept(pair);
					pair.edit();
				}
			}
			catch (AssertionError failure) {
				throw new AssertionError("with seed %d: %s".formatted(seed, failure.getMessage()), failure);
			}
		}
	}

	@Test
	void whatOperatorsDoNotOwnStaysAsItIsAtTheSource() {
		forMany((pair) -> {
			Map<EntryId, JsonObject> before = Map.copyOf(pair.there);
			EntryTable trails = pair.trails;
			pair.take(pair.decide());
			before.forEach((id, shown) -> {
				MemberOwners owners = pair.policy.owners(Kind.AGENTS, shown, Trails.members(trails, id));
				Map<JsonPointer, Json> after = leaves(pair.there.getOrDefault(id, JsonObject.EMPTY));
				leaves(shown).forEach((member, value) -> {
					if (owners.of(member) != Owner.OPERATOR) {
						assertThat(after.get(member)).as("%s of %s", member, id).isEqualTo(value);
					}
				});
			});
		});
	}

	/**
	 * Each value that is no object, by where it is in the registry's words.
	 */
	private static Map<JsonPointer, Json> leaves(JsonObject shown) {
		Map<JsonPointer, Json> leaves = new LinkedHashMap<>();
		RuntimeEntry.translate(Kind.AGENTS, shown)
			.members()
			.forEach((name, value) -> addLeaves(JsonPointer.of(name), value, leaves));
		return leaves;
	}

	private static void addLeaves(JsonPointer at, Json value, Map<JsonPointer, Json> leaves) {
		if (value instanceof JsonObject object) {
			object.members().forEach((name, child) -> addLeaves(at.child(name), child, leaves));
		}
		else {
			leaves.put(at, value);
		}
	}

	@Test
	void whatWasTakenIsNotSentAgain() {
		forMany((pair) -> {
			pair.take(pair.decide());
			PushPlan again = pair.decide();
			assertThat(again.sends()).isEmpty();
			assertThat(again.conflicts())
				.allSatisfy((conflict) -> assertThat(conflict.winner()).isEqualTo(ConflictPolicy.MANUAL));
			EntryTable quiet = pair.trails;
			pair.decide();
			assertThat(pair.trails.sameEntries(quiet)).isTrue();
		});
	}

	@Test
	void aSettledConflictIsOverAndWhatWonIsSent() {
		forMany((pair) -> {
			pair.take(pair.decide());
			List<Conflict> waiting = pair.decide().conflicts();
			ReconcilePolicy settling = pair.policy;
			Map<Conflict, ConflictPolicy> winners = new LinkedHashMap<>();
			for (Conflict conflict : waiting) {
				ConflictPolicy winner = pair.random.oneOf(List.of(ConflictPolicy.RUNTIME, ConflictPolicy.PERSISTENT));
				winners.put(conflict, winner);
				settling = settling.settling(new Settlement(conflict.ref(), conflict.member(), winner));
			}
			pair.trails = PushPlan
				.of(pair.random.document(pair.here), ReconcileLoop.answer(pair.random.table(pair.there)), pair.trails,
						settling, (id) -> true)
				.trails();
			PushPlan plan = pair.decide();
			assertThat(plan.conflicts()).isEmpty();
			pair.take(plan);
			winners.forEach((conflict, winner) -> assertThat(shown(pair, conflict))
				.isEqualTo((winner == ConflictPolicy.PERSISTENT) ? conflict.persistent() : conflict.runtime()));
		});
	}

	private static Optional<Json> shown(Pair pair, Conflict conflict) {
		JsonObject shown = RuntimeEntry.translate(Kind.AGENTS,
				pair.there.getOrDefault(conflict.ref().id(), JsonObject.EMPTY));
		return conflict.member().find(MergePatch.sayable(shown));
	}

}
