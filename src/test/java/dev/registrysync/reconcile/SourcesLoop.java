package dev.registrysync.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.TextStore;

/**
 * Runs of several sources, one after the other, as a service would make them.
 */
class SourcesLoop {

	Instant now = Instant.parse("2026-11-22T12:00:00Z");

	RegistryDocument document = ReconcileFixture.document(Kind.AGENTS, "{}");

	Random order = new Random(1);

	private final List<String> precedence;

	private final Map<String, EntryTable> bases = new HashMap<>();

	private final Map<String, Attendance> attendances = new HashMap<>();

	/**
	 * Begins with an empty registry.
	 * @param precedence the sources, the one that wins first
	 */
	SourcesLoop(String... precedence) {
		this.precedence = List.of(precedence);
	}

	/**
	 * A run a minute later.
	 * @param answers what the sources answer that are asked
	 */
	Ran run(Map<String, RuntimeEntries> answers) {
		this.now = this.now.plus(Duration.ofMinutes(1));
		List<SourceSide> sides = this.precedence.stream()
			.map((source) -> new SourceSide(source, base(source), Optional.ofNullable(answers.get(source)),
					this.attendances.getOrDefault(source, Attendance.NONE)))
			.toList();
		Holders holders = Holders.decide(sides, (id) -> true, Grace.DEFAULT, this.now);
		Map<String, Plan> plans = new LinkedHashMap<>();
		RegistryDocument read = this.document;
		List<SourceSide> shuffled = new ArrayList<>(sides);
		Collections.shuffle(shuffled, this.order);
		for (SourceSide side : shuffled) {
			this.bases.put(side.source(), holders.base(side));
			side.runtime().ifPresent((runtime) -> {
				Plan plan = Reconciler.reconcile(
						new Sides(base(side.source()), runtime, read, Map.of(), side.attendance(),
								holders.elsewhere(side)),
						ReconcilePolicy.DEFAULT, (id) -> holders.holds(side, id), false, this.now, TextStore.MEMORY);
				plans.put(side.source(), plan);
				this.bases.put(side.source(), plan.nextBase());
				this.attendances.put(side.source(), plan.nextAttendance());
				List<Entry> changed = plan.changes().stream().flatMap((change) -> change.after().stream()).toList();
				this.document = this.document.with(changed, new DocumentStamp(this.now));
			});
		}
		return new Ran(plans, holders);
	}

	EntryTable base(String source) {
		return this.bases.getOrDefault(source, EntryTable.EMPTY);
	}

	/**
	 * Operators write the entry's member.
	 */
	void edit(String id, String member, String value) {
		Entry entry = this.document.find(new EntryId(id)).orElseThrow();
		this.document = this.document.with(List.of(entry.with(entry.members().with(member, value))),
				new DocumentStamp(this.now));
	}

	Optional<String> text(String id, String member) {
		return this.document.find(new EntryId(id)).map(Entry::members).flatMap((members) -> members.findText(member));
	}

	static RuntimeEntries answer(String json) {
		return ReconcileLoop.answer(ReconcileFixture.table(json));
	}

	static JsonObject described(String description) {
		return JsonObject.EMPTY.with("description", description);
	}

	record Ran(Map<String, Plan> plans, Holders holders) {

		long changed() {
			return this.plans.values().stream().mapToLong((plan) -> plan.changes().size()).sum();
		}

	}

}
