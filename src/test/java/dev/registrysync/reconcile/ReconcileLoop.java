package dev.registrysync.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
 * Run after run: each plan is applied, and what it leaves goes into the next one.
 */
class ReconcileLoop {

	ReconcilePolicy policy = ReconcilePolicy.DEFAULT;

	Instant now = Instant.parse("2026-11-22T12:00:00Z");

	boolean approved;

	RegistryDocument document;

	EntryTable base = EntryTable.EMPTY;

	Attendance attendance = Attendance.NONE;

	ReconcileLoop(String entries) {
		this(ReconcileFixture.document(Kind.AGENTS, entries));
	}

	ReconcileLoop(RegistryDocument document) {
		this.document = document;
	}

	ReconcileLoop after(Duration duration) {
		this.now = this.now.plus(duration);
		return this;
	}

	/**
	 * What a run would do.
	 */
	Plan plan(RuntimeEntries runtime, Set<EntryId> scope) {
		Sides sides = new Sides(this.base, runtime, this.document, Map.of(), this.attendance);
		return Reconciler.reconcile(sides, this.policy, (id) -> scope.isEmpty() || scope.contains(id), this.approved,
				this.now, TextStore.MEMORY);
	}

	/**
	 * What a run does.
	 */
	Plan run(RuntimeEntries runtime, Set<EntryId> scope) {
		Plan plan = plan(runtime, scope);
		apply(plan);
		return plan;
	}

	void apply(Plan plan) {
		List<Entry> changed = plan.changes().stream().flatMap((change) -> change.after().stream()).toList();
		this.document = this.document.with(changed, new DocumentStamp(this.now));
		this.base = plan.nextBase();
		this.attendance = plan.nextAttendance();
	}

	Plan run(String runtime) {
		return run(answer(ReconcileFixture.table(runtime)), Set.of());
	}

	static RuntimeEntries answer(EntryTable entries) {
		return new RuntimeEntries(Kind.AGENTS, entries, Map.of(), JsonObject.EMPTY, true);
	}

	JsonObject entry(String id) {
		return this.document.find(new EntryId(id)).orElseThrow().members();
	}

}
