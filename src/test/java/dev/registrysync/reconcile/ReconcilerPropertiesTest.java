package dev.registrysync.reconcile;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for every registry and every answer, tried with many random ones.
 */
class ReconcilerPropertiesTest {

	private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

	private static final int CASES = 400;

	private static final List<String> MEMBERS = List.of("type", "description", "status", "registered_at", "extra",
			"enabled", "notes", "last_updated");

	private static final ReconcilePolicy POLICY = ReconcilePolicy.DEFAULT;

	private static Map<EntryId, JsonObject> entries(Random random) {
		Map<EntryId, JsonObject> entries = new HashMap<>();
		for (int i = 0; i < 8; i++) {
			if (random.nextInt(3) > 0) {
				entries.put(new EntryId("agent" + i), members(random));
			}
		}
		return entries;
	}

	private static JsonObject members(Random random) {
		JsonObject members = JsonObject.EMPTY;
		for (String name : MEMBERS) {
			if (random.nextInt(3) > 0) {
				members = members.with(name, random.nextBoolean() ? new JsonString("v" + random.nextInt(3))
						: new JsonNumber(Integer.toString(random.nextInt(3))));
			}
		}
		return members;
	}

	private static EntryTable table(Map<EntryId, JsonObject> entries, Random random) {
		List<EntryId> order = new ArrayList<>(entries.keySet());
		Collections.shuffle(order, random);
		EntryTable.Builder table = EntryTable.builder();
		order.forEach((id) -> table.add(id, Optional.ofNullable(entries.get(id)).orElseThrow()));
		return table.build();
	}

	private static RegistryDocument document(Map<EntryId, JsonObject> entries) {
		StringBuilder json = new StringBuilder();
		entries.forEach((id, members) -> json.append(json.isEmpty() ? "" : ",")
			.append('"')
			.append(id)
			.append("\":")
			.append(members));
		return RegistryDocument.parse(Kind.AGENTS,
				"{\"registered_agents\": {%s}}".formatted(json).getBytes(StandardCharsets.UTF_8));
	}

	private static RuntimeEntries runtime(EntryTable entries) {
		return new RuntimeEntries(Kind.AGENTS, entries, Map.of(), JsonObject.EMPTY, true);
	}

	private static Plan plan(EntryTable base, EntryTable runtime, RegistryDocument persistent) {
		return Reconciler.reconcile(new Sides(base, runtime(runtime), persistent, Attendance.NONE), POLICY,
				(id) -> true, true, NOW);
	}

	private static RegistryDocument apply(Plan plan, RegistryDocument document) {
		List<Entry> changed = plan.changes().stream().flatMap((change) -> change.after().stream()).toList();
		return document.with(changed, new DocumentStamp(NOW));
	}

	@Test
	void anAppliedPlanLeavesNothingToDo() {
		for (int seed = 0; seed < CASES; seed++) {
			Random random = new Random(seed);
			RegistryDocument document = document(entries(random));
			EntryTable runtime = table(entries(random), random);
			Plan plan = plan(table(entries(random), random), runtime, document);
			Plan again = plan(plan.nextBase(), runtime, apply(plan, document));
			assertThat(again.changes()).as("seed %d", seed).isEmpty();
			assertThat(again.conflicts()).as("seed %d", seed).isEmpty();
			assertThat(again.nextBase().sameEntries(plan.nextBase())).as("seed %d", seed).isTrue();
		}
	}

	@Test
	void theOrderOfEntriesDoesNotMatter() {
		for (int seed = 0; seed < CASES; seed++) {
			Random random = new Random(seed);
			RegistryDocument document = document(entries(random));
			Map<EntryId, JsonObject> runtime = entries(random);
			Map<EntryId, JsonObject> base = entries(random);
			RegistryDocument one = apply(plan(table(base, random), table(runtime, random), document), document);
			RegistryDocument other = apply(plan(table(base, random), table(runtime, random), document), document);
			assertThat(contents(one)).as("seed %d", seed).isEqualTo(contents(other));
		}
	}

	private static Map<EntryId, JsonObject> contents(RegistryDocument document) {
		Map<EntryId, JsonObject> contents = new HashMap<>();
		document.ids().forEach((id) -> contents.put(id, document.find(id).orElseThrow().members()));
		return contents;
	}

	@Test
	void noPlanRemovesAnEntryOrTouchesWhatOperatorsOwn() {
		for (int seed = 0; seed < CASES; seed++) {
			Random random = new Random(seed);
			RegistryDocument document = document(entries(random));
			EntryTable base = EntryTable.EMPTY;
			for (int run = 0; run < 5; run++) {
				Plan plan = plan(base, table(entries(random), random), document);
				RegistryDocument next = apply(plan, document);
				assertThat(next.ids()).as("seed %d", seed).containsAll(document.ids());
				for (EntryId id : document.ids()) {
					assertThat(operators(next, id)).as("seed %d", seed).isEqualTo(operators(document, id));
				}
				document = next;
				base = plan.nextBase();
			}
		}
	}

	private static JsonObject operators(RegistryDocument document, EntryId id) {
		return document.find(id).orElseThrow().members().withoutAll((name) -> Owner.of(name) != Owner.OPERATOR);
	}

	@Test
	void theCountsAreThoseOfTheDifferenceBetweenTheDocuments() {
		for (int seed = 0; seed < CASES; seed++) {
			Random random = new Random(seed);
			RegistryDocument document = document(entries(random));
			Plan plan = plan(table(entries(random), random), table(entries(random), random), document);
			RegistryDocument next = apply(plan, document);
			Map<EntryId, JsonObject> before = contents(document);
			long added = next.ids().stream().filter((id) -> !before.containsKey(id)).count();
			long changed = contents(next).entrySet()
				.stream()
				.filter((entry) -> before.containsKey(entry.getKey())
						&& !entry.getValue().equals(before.get(entry.getKey())))
				.count();
			Map<Action, Integer> counts = plan.counts();
			assertThat(counts).as("seed %d", seed).containsEntry(Action.ADDED, (int) added);
			assertThat(counts.getOrDefault(Action.UPDATED, 0) + counts.getOrDefault(Action.MISSING, 0)
					+ counts.getOrDefault(Action.REACTIVATED, 0))
				.as("seed %d", seed)
				.isEqualTo((int) changed);
		}
	}

}
