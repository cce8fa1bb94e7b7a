package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.TextStore;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the entries that a pull does not name. They are marked, first as missing
 * and after the grace as inactive, and never deleted. Hears of each entry that the pull
 * names first, so that only the others need be looked for.
 */
final class Departures {

	private final Sides sides;

	private final ReconcilePolicy policy;

	private final Predicate<EntryId> scope;

	private final Instant now;

	private final TextStore texts;

	private final List<PlannedChange> changes = new ArrayList<>();

	private final List<Departure> departures = new ArrayList<>();

	private final Map<EntryId, Absence> absences = new HashMap<>();

	private final Map<EntryId, Swings> swings = new HashMap<>();

	private final List<EntryId> flapping = new ArrayList<>();

	/** The entries of the base that the pull names and that are to be looked at. */
	private final Set<EntryId> moving = new HashSet<>();

	/** How many entries of the base the pull names, well-formed. */
	private int named;

	private @Nullable Hold hold;

	private OptionalInt activeWhenHeld = OptionalInt.empty();

	private int active;

	private int lost;

	/**
	 * Begins; what it takes is what {@link Reconciler#reconcile} takes.
	 */
	Departures(Sides sides, ReconcilePolicy policy, Predicate<EntryId> scope, Instant now, TextStore texts) {
		this.texts = texts;
		this.sides = sides;
		this.policy = policy;
		this.scope = scope;
		this.now = now;
	}

	/**
	 * An entry of the pull is as it was, and is not marked as absent. Unless something is
	 * remembered of it, it only counts.
	 */
	void stays(EntryId id, Standing standing) {
		this.named++;
		if (this.sides.attendance().remembers(id)) {
			this.moving.add(id);
		}
		else if (!standing.safeguarded()) {
			this.active++;
		}
	}

	/**
	 * Anything else is so with an entry of the pull.
	 */
	void moves(EntryId id) {
		if (this.sides.base().has(id)) {
			this.named++;
			this.moving.add(id);
		}
	}

	/**
	 * Decides, when it has heard of each entry of the pull.
	 * @param approved whether absences that a guard would hold are applied
	 */
	void decide(boolean approved) {
		boolean allThere = this.named == this.sides.base().size();
		if (!allThere || !this.moving.isEmpty()) {
			for (EntryId id : this.sides.base().ids()) {
				if (this.moving.contains(id) || (!allThere && !this.sides.runtime().entries().has(id))) {
					look(id);
				}
			}
		}
		conclude(approved);
	}

	private void look(EntryId id) {
		if (!this.sides.persistent().has(id)) {
			return;
		}
		Standing standing = this.sides.standing(id);
		if (standing.safeguarded()) {
			return;
		}
		boolean marked = standing.isMarked();
		if (!marked) {
			this.active++;
		}
		remember(id);
		if (!this.sides.runtime().names(id)) {
			absent(this.sides.persistent().find(id).orElseThrow());
		}
		else if (this.scope.test(id)) {
			present(id, marked);
		}
	}

	private void remember(EntryId id) {
		this.sides.attendance().findAbsence(id).ifPresent((absence) -> this.absences.put(id, absence));
		Swings lately = swings(id);
		if (!lately.equals(Swings.NONE)) {
			this.swings.put(id, lately);
		}
	}

	private Swings swings(EntryId id) {
		return this.sides.attendance().swings(id, this.now);
	}

	/**
	 * It may have come back: from an absence that was written, or from one that was not
	 * as the entry is flapping.
	 */
	private void present(EntryId id, boolean marked) {
		Swings before = swings(id);
		boolean wasAbsent = this.absences.remove(id) != null;
		boolean back = marked ? this.sides.runtime().entries().has(id) : before.flapping() && wasAbsent;
		if (back) {
			Swings after = before.plus(this.now);
			this.swings.put(id, after);
			if (after.flapping() && !before.flapping()) {
				this.flapping.add(id);
			}
		}
	}

	static boolean isProtected(Entry entry) {
		return entry.members().find(Owner.PROTECTED).equals(Optional.of(JsonLiteral.TRUE));
	}

	/**
	 * The guard looks at the whole pull, whatever the run is about.
	 */
	private void absent(Entry entry) {
		if (!this.sides.runtime().complete()) {
			return;
		}
		Departure departure = new Departure(entry.ref().id(), AbsenceMark.isOn(entry), absence(entry));
		if (isNews(departure)) {
			this.lost++;
		}
		if (this.scope.test(entry.ref().id())) {
			this.departures.add(departure);
		}
	}

	/**
	 * Whether the absence is to be written and was not. That of a flapping entry is
	 * written once it has outlasted the grace.
	 */
	private boolean isNews(Departure departure) {
		if (isElsewhere(departure)) {
			return !departure.marked() && this.sides.attendance().findAbsence(departure.id()).isEmpty();
		}
		return !departure.marked()
				&& (!isFlapping(departure.id()) || this.policy.grace().isOver(departure.absence(), this.now));
	}

	/**
	 * Another source offers it. It is not marked, and counts as lost but once.
	 */
	private boolean isElsewhere(Departure departure) {
		return this.sides.elsewhere().contains(departure.id());
	}

	private boolean isFlapping(EntryId id) {
		return swings(id).flapping();
	}

	private Absence absence(Entry entry) {
		Absence absence = this.sides.attendance()
			.findAbsence(entry.ref().id())
			.map((before) -> before.again(this.now))
			.orElseGet(() -> new Absence(1, this.now));
		return AbsenceMark.since(entry).map(absence::since).orElse(absence);
	}

	/**
	 * A pull that looks like a bad day of the source counts for nothing. Entries that
	 * were added since a loss is held do not make its share smaller, else it would be
	 * applied without approval by a later pull.
	 */
	private void conclude(boolean approved) {
		int before = Math.min(this.active, this.sides.attendance().activeWhenHeld().orElse(this.active));
		boolean trips = this.policy.guard().trips(before, this.lost, this.sides.runtime().isEmpty());
		if (trips && !approved) {
			this.activeWhenHeld = OptionalInt.of(before);
			hold();
			return;
		}
		this.departures.forEach((departure) -> {
			this.absences.put(departure.id(), departure.absence());
			leave(departure);
		});
	}

	private void hold() {
		List<EntryId> held = this.departures.stream().filter(this::isNews).map(Departure::id).toList();
		if (!held.isEmpty()) {
			Guard guard = this.sides.runtime().isEmpty() ? Guard.EMPTY_ANSWER : Guard.LOSS;
			this.hold = new Hold(this.sides.kind(), guard, held, this.active, reason());
		}
	}

	private String reason() {
		return this.sides.runtime().isEmpty()
				? "the answer is empty, while %d %s were there before".formatted(this.active, this.sides.kind())
				: "the answer lost %d of %d %s at once".formatted(this.lost, this.active, this.sides.kind());
	}

	private void leave(Departure departure) {
		if (isElsewhere(departure)) {
			return;
		}
		if (isNews(departure) && !isFlapping(departure.id())) {
			mark(departure, Action.MISSING, "no longer at run time");
		}
		else if (this.policy.grace().isOver(departure.absence(), this.now)) {
			mark(departure, Action.INACTIVATED, "absent for longer than the grace");
		}
	}

	private void mark(Departure departure, Action action, String reason) {
		Entry entry = this.sides.persistent().find(departure.id()).orElseThrow();
		AbsenceMark.put(entry, action, departure.absence().since(), reason, this.texts).ifPresent(this.changes::add);
	}

	/**
	 * How many entries of the source were not marked as absent before the pull.
	 */
	int active() {
		return this.active;
	}

	List<PlannedChange> changes() {
		return List.copyOf(this.changes);
	}

	Optional<Hold> findHold() {
		return Optional.ofNullable(this.hold);
	}

	/**
	 * The entries that begin to flap with this pull.
	 */
	List<EntryId> flapping() {
		return List.copyOf(this.flapping);
	}

	Attendance attendance() {
		return new Attendance(this.absences, this.swings, this.activeWhenHeld);
	}

	/**
	 * An entry that the pull does not name.
	 *
	 * @param id the entry
	 * @param marked whether it says that it is absent
	 * @param absence how long it has been absent, this pull included
	 */
	private record Departure(EntryId id, boolean marked, Absence absence) {
	}

}
