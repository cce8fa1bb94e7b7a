package dev.registrysync.reconcile;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.TextStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every registry, every answer and all rules, tried with many random ones.
 * A failure names its seed. (jqwik would shrink the case; its engine is one of JUnit 5.)
 */
class ReconcilerPropertiesTest {

	private static final int CASES = 600;

	private static final List<ConflictPolicy> DECIDED = List.of(ConflictPolicy.RUNTIME, ConflictPolicy.PERSISTENT);

	private static final List<ConflictPolicy> ANY = List.of(ConflictPolicy.values());

	private static final List<JsonPointer> POINTERS = List
		.of("/type", "/description", "/registered_at", "/extra", "/enabled", "/notes", "/labels", "/labels/x",
				"/labels/y", "/protected", "/m", "/m/x", "/m/y", "/m/x/y", "/m/a~1b", "/ours")
		.stream()
		.map(JsonPointer::parse)
		.toList();

	private static void forMany(Consumer<RandomRegistry> property) {
		for (int seed = 0; seed < CASES; seed++) {
			try {
				property.accept(new RandomRegistry(seed));
			}
			catch (AssertionError failure) {
				throw new AssertionError("with seed %d: %s".formatted(seed, failure.getMessage()), failure);
			}
		}
	}

	private static ReconcilePolicy policy(MemberRules rules) {
		return new ReconcilePolicy(Map.of(Kind.AGENTS, rules), AbsenceGuard.DEFAULT,
				new Grace(1, Duration.ofMinutes(10)), List.of());
	}

	/**
	 * A registry that met its source before.
	 */
	private static ReconcileLoop registry(RandomRegistry random, List<ConflictPolicy> policies) {
		ReconcileLoop registry = new ReconcileLoop(random.document(random.persistent()));
		registry.policy = policy(random.rules(policies));
		registry.base = random.table(random.runtime());
		registry.approved = true;
		return registry;
	}

	private static ReconcileLoop copy(ReconcileLoop registry) {
		ReconcileLoop copy = new ReconcileLoop(registry.document);
		copy.policy = registry.policy;
		copy.base = registry.base;
		copy.approved = registry.approved;
		return copy;
	}

	private static Plan run(ReconcileLoop registry, EntryTable runtime) {
		return registry.run(ReconcileLoop.answer(runtime), Set.of());
	}

	private static Map<EntryId, JsonObject> contents(RegistryDocument document) {
		Map<EntryId, JsonObject> contents = new HashMap<>();
		document.ids().forEach((id) -> contents.put(id, document.find(id).orElseThrow().members()));
		return contents;
	}

	private static void assertSame(ReconcileLoop one, ReconcileLoop other) {
		assertThat(contents(one.document)).isEqualTo(contents(other.document));
		assertThat(one.base.sameEntries(other.base)).as("%s %s", one.base, other.base).isTrue();
	}

	/**
	 * What stays is not looked at, and all is decided as if it were.
	 */
	@Test
	void whatStaysNeedNotBeLookedAt() {
		forMany((random) -> {
			ReconcileLoop looks = registry(random, ANY);
			ReconcileLoop knows = copy(looks);
			looks.policy = random.oneOf(List.of(looks.policy, ReconcilePolicy.DEFAULT));
			knows.policy = looks.policy;
			Map<EntryId, JsonObject> shown = random.runtime();
			for (int round = 0; round < 10; round++) {
				Map<EntryId, JsonObject> answer = new HashMap<>(shown);
				answer.keySet().removeIf((id) -> random.chance(4));
				looks.approved = random.chance(3);
				knows.approved = looks.approved;
				Set<EntryId> scope = random.chance(4) ? Set.of(new EntryId("agent1"), new EntryId("agent2")) : Set.of();
				RuntimeEntries runtime = ReconcileLoop.answer(random.table(answer));
				Plan looked = run(looks, runtime, scope, false);
				Plan known = run(knows, runtime, scope, true);
				assertThat(known).usingRecursiveComparison().ignoringFields("nextBase").isEqualTo(looked);
				assertThat(known.nextBase().sameEntries(looked.nextBase())).isTrue();
				looks.base = knows.base;
				random.runtime()
					.forEach((id, members) -> shown.computeIfPresent(id,
							(same, before) -> random.chance(4) ? members : before));
			}
		});
	}

	/**
	 * Runs some minutes later.
	 * @param identified whether each entry is known to have an identity: only then it may
	 * stay without being looked at
	 */
	private static Plan run(ReconcileLoop registry, RuntimeEntries runtime, Set<EntryId> scope, boolean identified) {
		registry.after(Duration.ofMinutes(4));
		Sides sides = new Sides(registry.base, runtime, registry.document, Map.of(), registry.attendance, Set.of(),
				(id) -> {
					Standing standing = Standing.of(registry.document.find(id).orElseThrow());
					return new Standing(standing.state(), standing.safeguarded(), identified);
				});
		Plan plan = Reconciler.reconcile(sides, registry.policy, (id) -> scope.isEmpty() || scope.contains(id),
				registry.approved, registry.now, TextStore.MEMORY);
		registry.apply(plan);
		return plan;
	}

	@Test
	void anAppliedPlanLeavesNothingToDo() {
		forMany((random) -> {
			ReconcileLoop registry = registry(random, DECIDED);
			EntryTable runtime = random.table(random.runtime());
			Plan plan = run(registry, runtime);
			Plan again = run(registry, runtime);
			assertThat(again.changes()).isEmpty();
			assertThat(again.conflicts()).isEmpty();
			assertThat(again.nextBase().sameEntries(plan.nextBase())).isTrue();
		});
	}

	@Test
	void whatWaitsIsAllThatIsLeftOfAnAppliedPlan() {
		forMany((random) -> {
			ReconcileLoop registry = registry(random, ANY);
			EntryTable runtime = random.table(random.runtime());
			Plan plan = run(registry, runtime);
			Plan again = run(registry, runtime);
			assertThat(again.changes()).allSatisfy((change) -> assertThat(change.after()).isEmpty());
			assertThat(again.conflicts())
				.isEqualTo(plan.conflicts().stream().filter((c) -> c.winner() == ConflictPolicy.MANUAL).toList());
			assertThat(again.nextBase().sameEntries(plan.nextBase())).isTrue();
		});
	}

	@Test
	void aSettledConflictIsOver() {
		forMany((random) -> {
			ReconcileLoop registry = registry(random, List.of(ConflictPolicy.MANUAL));
			EntryTable runtime = random.table(random.runtime());
			ReconcilePolicy policy = registry.policy;
			for (Conflict conflict : registry.plan(ReconcileLoop.answer(runtime), Set.of()).conflicts()) {
				registry.policy = registry.policy
					.settling(new Settlement(conflict.ref(), conflict.member(), random.oneOf(DECIDED)));
			}
			run(registry, runtime);
			registry.policy = policy;
			Plan again = run(registry, runtime);
			assertThat(again.conflicts()).isEmpty();
			assertThat(again.changes()).isEmpty();
		});
	}

	@Test
	void theOrderOfEntriesDoesNotMatter() {
		forMany((random) -> {
			Map<EntryId, JsonObject> persistent = random.persistent();
			Map<EntryId, JsonObject> runtime = random.runtime();
			ReconcileLoop one = registry(random, ANY);
			ReconcileLoop other = copy(one);
			one.document = random.document(persistent);
			other.document = random.document(persistent);
			Map<EntryId, JsonObject> base = random.runtime();
			one.base = random.table(base);
			other.base = random.table(base);
			Plan plan = run(one, random.table(runtime));
			Plan shuffled = run(other, random.table(runtime));
			assertThat(shuffled.changes()).containsExactlyInAnyOrderElementsOf(plan.changes());
			assertThat(shuffled.conflicts()).containsExactlyInAnyOrderElementsOf(plan.conflicts());
			assertSame(one, other);
		});
	}

	/**
	 * Entries of which the source says nothing new, to the byte, are passed over.
	 */
	@Test
	void theSpellingOfTheBaseDoesNotMatter() {
		forMany((random) -> {
			ReconcileLoop registry = registry(random, ANY);
			Map<EntryId, JsonObject> runtime = random.runtime();
			Map<EntryId, JsonObject> base = new HashMap<>(runtime);
			random.runtime()
				.forEach((id, members) -> base.merge(id, members, random.chance(3) ? (a, b) -> b : (a, b) -> a));
			registry.base = random.table(base);
			ReconcileLoop spaced = copy(registry);
			spaced.base = EntryTable.parse(
					JsonText.indented(JsonReader.read(registry.base.bytes()), 0).getBytes(StandardCharsets.US_ASCII));
			EntryTable answer = random.table(runtime);
			Plan plan = run(registry, answer);
			Plan other = run(spaced, answer);
			assertThat(plan.changes()).isEqualTo(other.changes());
			assertThat(plan.conflicts()).isEqualTo(other.conflicts());
			assertThat(plan.counts()).isEqualTo(other.counts());
			assertThat(contents(registry.base)).isEqualTo(contents(spaced.base));
		});
	}

	private static Map<EntryId, JsonObject> contents(EntryTable table) {
		Map<EntryId, JsonObject> contents = new HashMap<>();
		table.ids().forEach((id) -> contents.put(id, table.find(id).orElseThrow()));
		return contents;
	}

	/**
	 * With a guard that does not look at the share that is lost: partial runs change how
	 * many entries are active.
	 */
	@Test
	void partialRunsAndAFullOneEndAsTheFullOneDoes() {
		forMany((random) -> {
			Map<EntryId, JsonObject> runtime = random.chance(10) ? Map.of() : random.runtime();
			ReconcileLoop partly = registry(random, ANY);
			partly.policy = new ReconcilePolicy(partly.policy.members(), new AbsenceGuard(100, 3),
					partly.policy.grace(), List.of());
			partly.approved = random.chance(2);
			ReconcileLoop atOnce = copy(partly);
			for (int i = 0; i < 4; i++) {
				Set<EntryId> scope = new HashSet<>();
				scope.add(new EntryId("agent" + random.oneOf(List.of(0, 1, 2, 3))));
				scope.add(new EntryId("agent" + random.oneOf(List.of(2, 3, 4, 5, 6, 7))));
				partly.run(ReconcileLoop.answer(random.table(runtime)), scope);
			}
			run(partly, random.table(runtime));
			run(atOnce, random.table(runtime));
			assertSame(partly, atOnce);
		});
	}

	@Test
	void aPartialRunChangesNothingOutsideItself() {
		forMany((random) -> {
			ReconcileLoop registry = registry(random, ANY);
			Map<EntryId, JsonObject> before = contents(registry.document);
			EntryId id = new EntryId("agent" + random.oneOf(List.of(0, 1, 2, 3, 4, 5, 6, 7)));
			registry.run(ReconcileLoop.answer(random.table(random.runtime())), Set.of(id));
			Map<EntryId, JsonObject> after = contents(registry.document);
			before.remove(id);
			after.remove(id);
			assertThat(after).isEqualTo(before);
		});
	}

	@Test
	void noPlanRemovesAnEntryOrTouchesWhatOperatorsOwn() {
		forMany((random) -> {
			ReconcileLoop registry = registry(random, ANY);
			for (int run = 0; run < 5; run++) {
				RegistryDocument before = registry.document;
				registry.after(Duration.ofMinutes(7));
				run(registry, random.table(random.runtime()));
				assertThat(registry.document.ids()).containsAll(before.ids());
				for (EntryId id : before.ids()) {
					assertThat(operators(registry, registry.document, id)).isEqualTo(operators(registry, before, id));
				}
			}
		});
	}

	private static Map<JsonPointer, Optional<Json>> operators(ReconcileLoop registry, RegistryDocument document,
			EntryId id) {
		MemberRules rules = registry.policy.members(Kind.AGENTS);
		JsonObject members = document.find(id).orElseThrow().members();
		Map<JsonPointer, Optional<Json>> values = new HashMap<>();
		POINTERS.stream()
			.filter((pointer) -> rules.owner(pointer) == Owner.OPERATOR || pointer.first().equals("ours"))
			.filter((pointer) -> !rules.leadInto(pointer))
			.forEach((pointer) -> values.put(pointer, find(members, pointer)));
		return values;
	}

	private static Optional<Json> find(JsonObject members, JsonPointer pointer) {
		Optional<Json> value = Optional.of(members);
		for (String name : pointer.names()) {
			value = MemberSides.object(value).find(name);
		}
		return value;
	}

	@Test
	void theCountsAreThoseOfTheDifferenceBetweenTheDocuments() {
		forMany((random) -> {
			ReconcileLoop registry = registry(random, ANY);
			Map<EntryId, JsonObject> before = contents(registry.document);
			Plan plan = run(registry, random.table(random.runtime()));
			Map<EntryId, JsonObject> after = contents(registry.document);
			long added = after.keySet().stream().filter((id) -> !before.containsKey(id)).count();
			long changed = before.entrySet()
				.stream()
				.filter((entry) -> !entry.getValue().equals(after.get(entry.getKey())))
				.count();
			Map<Action, Integer> counts = plan.counts();
			assertThat(counts).containsEntry(Action.ADDED, (int) added);
			assertThat(counts.getOrDefault(Action.UPDATED, 0) + counts.getOrDefault(Action.MISSING, 0)
					+ counts.getOrDefault(Action.INACTIVATED, 0) + counts.getOrDefault(Action.REACTIVATED, 0))
				.isEqualTo((int) changed);
		});
	}

}
