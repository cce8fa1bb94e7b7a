package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.registrysync.reconcile.MemberChange;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;

/**
 * One thing that a plan does. The time of the run does not count.
 */
final class PlanLine {

	private static final String HELD = "held";

	private final EntryRef ref;

	private final String action;

	private final Supplier<SortedMap<String, Json>> members;

	PlanLine(EntryRef ref, String action, Supplier<SortedMap<String, Json>> members) {
		this.ref = ref;
		this.action = action;
		this.members = members;
	}

	/**
	 * A change; empty if it leaves the entry as it is.
	 */
	static Optional<PlanLine> of(PlannedChange change) {
		return switch (change.action()) {
			case UNCHANGED, CONFLICTED, QUARANTINED -> Optional.empty();
			case ADDED ->
				Optional.of(new PlanLine(change.ref(), change.action().text(), () -> members(change.after())));
			case UPDATED, MISSING, INACTIVATED, REACTIVATED, WITHDRAWN ->
				Optional.of(new PlanLine(change.ref(), change.action().text(), () -> members(change.members())));
		};
	}

	static PlanLine of(Drift drift) {
		return new PlanLine(drift.ref(), drift.handling().text(), () -> members(drift.found()));
	}

	/**
	 * An absence that waits.
	 */
	static PlanLine held(Kind kind, EntryId id) {
		return new PlanLine(new EntryRef(kind, id), HELD, TreeMap::new);
	}

	/**
	 * To which entry.
	 */
	EntryRef ref() {
		return this.ref;
	}

	/**
	 * What it does.
	 */
	String action() {
		return this.action;
	}

	/**
	 * What it makes of which members, by JSON pointer; worked out anew for each call.
	 */
	SortedMap<String, Json> members() {
		return this.members.get();
	}

	private static SortedMap<String, Json> members(Optional<Entry> entry) {
		SortedMap<String, Json> members = new TreeMap<>();
		entry.map(Entry::members).map(JsonObject::members).orElse(Map.of()).forEach((name, value) -> {
			JsonPointer member = JsonPointer.of(name);
			if (!isTime(member)) {
				members.put(member.toString(), value);
			}
		});
		return members;
	}

	private static SortedMap<String, Json> members(List<MemberChange> changes) {
		SortedMap<String, Json> members = new TreeMap<>();
		changes.stream()
			.filter((change) -> !isTime(change.member()))
			.forEach((change) -> members.put(change.member().toString(), new JsonArray(
					List.of(change.before().orElse(JsonLiteral.NULL), change.after().orElse(JsonLiteral.NULL)))));
		return members;
	}

	private static boolean isTime(JsonPointer member) {
		return switch (member.first()) {
			case "created_at", "last_updated", "last_updated_at", "missing_since", "registered_at" -> true;
			default -> false;
		};
	}

	Json toJson() {
		List<Json> line = new ArrayList<>();
		line.add(new JsonString(this.ref.toString()));
		line.add(new JsonString(this.action));
		members().forEach((member, value) -> {
			line.add(new JsonString(member));
			line.add(value);
		});
		return new JsonArray(line);
	}

}
