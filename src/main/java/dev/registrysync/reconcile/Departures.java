package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the entries that a pull does not name. They are marked, first as missing
 * and after the grace as inactive, and never deleted.
 */
final class Departures {

	private final Sides sides;

	private final ReconcilePolicy policy;

	private final Predicate<EntryId> scope;

	private final Instant now;

	private final List<PlannedChange> changes = new ArrayList<>();

	private final List<Departure> departures = new ArrayList<>();

	private final Map<EntryId, Absence> absences = new HashMap<>();

	private @Nullable Hold hold;

	private int active;

	private int lost;

	private Departures(Sides sides, ReconcilePolicy policy, Predicate<EntryId> scope, Instant now) {
		this.sides = sides;
		this.policy = policy;
		this.scope = scope;
		this.now = now;
	}

	/**
	 * Decides; what it takes is what {@link Reconciler#reconcile} takes.
	 */
	static Departures decide(Sides sides, ReconcilePolicy policy, Predicate<EntryId> scope, boolean approved,
			Instant now) {
		Departures departures = new Departures(sides, policy, scope, now);
		sides.base().ids().forEach(departures::look);
		departures.conclude(approved);
		return departures;
	}

	private void look(EntryId id) {
		Optional<Entry> entry = this.sides.persistent().find(id);
		if (entry.isEmpty() || isProtected(entry.get())) {
			return;
		}
		if (!isMarked(entry.get())) {
			this.active++;
		}
		if (!this.sides.runtime().names(id)) {
			absent(entry.get());
		}
		else if (!this.scope.test(id)) {
			remember(id);
		}
	}

	private static boolean isProtected(Entry entry) {
		return entry.members().find(Owner.PROTECTED).equals(Optional.of(JsonLiteral.TRUE));
	}

	private static boolean isMarked(Entry entry) {
		return entry.members().has(EntryMerge.MISSING_SINCE);
	}

	/**
	 * The guard looks at the whole pull, whatever the run is about.
	 */
	private void absent(Entry entry) {
		EntryId id = entry.ref().id();
		remember(id);
		if (!this.sides.runtime().complete()) {
			return;
		}
		if (!isMarked(entry)) {
			this.lost++;
		}
		if (this.scope.test(id)) {
			this.departures.add(new Departure(entry, absence(entry)));
		}
	}

	private void remember(EntryId id) {
		this.sides.attendance().findAbsence(id).ifPresent((absence) -> this.absences.put(id, absence));
	}

	private Absence absence(Entry entry) {
		Absence absence = this.sides.attendance()
			.findAbsence(entry.ref().id())
			.map((before) -> before.again(this.now))
			.orElseGet(() -> new Absence(1, this.now));
		return entry.members()
			.find(EntryMerge.MISSING_SINCE)
			.flatMap((since) -> (since instanceof JsonNumber number) ? number.findTime() : Optional.empty())
			.map(absence::since)
			.orElse(absence);
	}

	/**
	 * A pull that looks like a bad day of the source counts for nothing.
	 */
	private void conclude(boolean approved) {
		boolean trips = this.policy.guard().trips(this.active, this.lost, this.sides.runtime().isEmpty());
		if (trips && !approved) {
			hold();
			return;
		}
		this.departures.forEach((departure) -> {
			this.absences.put(departure.entry().ref().id(), departure.absence());
			leave(departure);
		});
	}

	private void hold() {
		List<EntryId> held = this.departures.stream()
			.map(Departure::entry)
			.filter((entry) -> !isMarked(entry))
			.map((entry) -> entry.ref().id())
			.toList();
		if (!held.isEmpty()) {
			this.hold = new Hold(this.sides.kind(), held, this.active, reason());
		}
	}

	private String reason() {
		return this.sides.runtime().isEmpty()
				? "the answer is empty, while %d %s were there before".formatted(this.active, this.sides.kind())
				: "the answer lost %d of %d %s at once".formatted(this.lost, this.active, this.sides.kind());
	}

	private void leave(Departure departure) {
		if (!isMarked(departure.entry())) {
			mark(departure, Action.MISSING, "missing", "no longer at run time");
		}
		else if (this.policy.grace().isOver(departure.absence(), this.now)) {
			mark(departure, Action.INACTIVATED, "inactive", "absent for longer than the grace");
		}
	}

	private void mark(Departure departure, Action action, String status, String reason) {
		Entry entry = departure.entry();
		JsonObject members = entry.members().with(EntryMerge.STATUS, status);
		if (!isMarked(entry)) {
			members = members.with(EntryMerge.MISSING_SINCE, JsonNumber.epochSeconds(departure.absence().since()));
		}
		List<MemberChange> changed = new ArrayList<>();
		for (String name : List.of(EntryMerge.STATUS, EntryMerge.MISSING_SINCE)) {
			Optional<Json> before = entry.members().find(name);
			Optional<Json> after = members.find(name);
			if (!before.equals(after)) {
				changed.add(new MemberChange(JsonPointer.of(name), before, after, Owner.of(name), reason));
			}
		}
		if (!changed.isEmpty()) {
			this.changes.add(PlannedChange.of(action, entry.with(members), changed, reason));
		}
	}

	List<PlannedChange> changes() {
		return List.copyOf(this.changes);
	}

	Optional<Hold> findHold() {
		return Optional.ofNullable(this.hold);
	}

	Attendance attendance() {
		return new Attendance(this.absences);
	}

	/**
	 * An entry that the pull does not name.
	 *
	 * @param entry the entry
	 * @param absence how long it has been absent, this pull included
	 */
	private record Departure(Entry entry, Absence absence) {
	}

}
