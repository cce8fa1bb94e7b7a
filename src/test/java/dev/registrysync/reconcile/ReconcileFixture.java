package dev.registrysync.reconcile;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.TextStore;

/**
 * Makes plans from JSON texts: base, runtime and persistent, each a map from id to entry.
 */
class ReconcileFixture {

	private final Instant now;

	private ReconcilePolicy policy = ReconcilePolicy.DEFAULT;

	boolean approved;

	Map<EntryId, Optional<Entry>> withdrawn = Map.of();

	ReconcileFixture(Instant now) {
		this.now = now;
	}

	/**
	 * From now on these are the rules for both kinds.
	 */
	void rules(MemberRules rules) {
		this.policy = new ReconcilePolicy(Map.of(Kind.AGENTS, rules, Kind.TOOLS, rules), AbsenceGuard.DEFAULT,
				Grace.DEFAULT, List.of());
	}

	void settle(Settlement settlement) {
		this.policy = this.policy.settling(settlement);
	}

	Plan plan(Kind kind, String base, String runtime, String persistent) {
		return plan(base, new RuntimeEntries(kind, table(runtime), Map.of(), JsonObject.EMPTY, true), persistent);
	}

	Plan plan(String base, RuntimeEntries runtime, String persistent) {
		Sides sides = new Sides(table(base), runtime, document(runtime.kind(), persistent), this.withdrawn,
				Attendance.NONE);
		return Reconciler.reconcile(sides, this.policy, (id) -> true, this.approved, this.now, TextStore.MEMORY);
	}

	static RegistryDocument document(Kind kind, String entries) {
		String document = "{\"%s\": %s}".formatted(kind.envelope(), entries);
		return RegistryDocument.parse(kind, document.getBytes(StandardCharsets.UTF_8));
	}

	static EntryTable table(String json) {
		return EntryTable.parse(json.getBytes(StandardCharsets.UTF_8));
	}

}
