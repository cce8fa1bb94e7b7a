package dev.registrysync.reconcile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.TextStore;
import org.jspecify.annotations.Nullable;

/**
 * Decides what one source's runtime entries of one kind mean for the registry. Absence
 * never deletes: no plan removes an entry.
 */
public final class Reconciler {

	private final Sides sides;

	private final ReconcilePolicy policy;

	private final Predicate<EntryId> scope;

	private final JsonNumber seconds;

	private final TextStore texts;

	private final List<PlannedChange> changes = new ArrayList<>();

	private final List<Conflict> conflicts = new ArrayList<>();

	private final Map<String, String> malformed = new LinkedHashMap<>();

	private final NextBase nextBase;

	private final Departures departures;

	private int unchanged;

	private Reconciler(Sides sides, ReconcilePolicy policy, Predicate<EntryId> scope, Instant now, TextStore texts) {
		this.sides = sides;
		this.policy = policy;
		this.scope = scope;
		this.texts = texts;
		this.seconds = JsonNumber.epochSeconds(now);
		this.nextBase = new NextBase(sides.base(), sides.runtime().entries());
		this.departures = new Departures(sides, policy, scope, now, texts);
	}

	/**
	 * The plan; the same for the same arguments.
	 * @param sides base, runtime and persistent, and what is remembered
	 * @param policy what the operator set
	 * @param scope the ids that the run is about; the others are neither changed nor
	 * absent
	 * @param approved whether absences that a guard would hold are applied
	 * @param now the time of the run
	 * @param texts keeps the texts of entries that change
	 */
	public static Plan reconcile(Sides sides, ReconcilePolicy policy, Predicate<EntryId> scope, boolean approved,
			Instant now, TextStore texts) {
		Reconciler reconciler = new Reconciler(sides, policy, scope, now, texts);
		reconciler.present();
		reconciler.departures.decide(approved);
		return reconciler.plan();
	}

	private Kind kind() {
		return this.sides.kind();
	}

	private EntryRef ref(EntryId id) {
		return new EntryRef(kind(), id);
	}

	/**
	 * What the source says again is most of an answer, and soon looked at.
	 */
	private void present() {
		this.malformed.putAll(this.sides.runtime().quarantined());
		for (EntryId id : this.sides.runtime().entries().ids()) {
			boolean inScope = this.scope.test(id);
			@Nullable Standing unmoved = inScope ? this.sides.findUnmoved(id).orElse(null) : null;
			if (unmoved != null) {
				this.unchanged++;
				this.departures.stays(id, unmoved);
			}
			else {
				if (inScope) {
					decide(id);
				}
				this.departures.moves(id);
			}
		}
	}

	private void decide(EntryId id) {
		@Nullable String reason = this.sides.persistent().malformed().get(id.value());
		if (reason != null) {
			this.malformed.put(id.value(), "in the registry file: " + reason);
		}
		else if (!this.sides.persistent().has(id)) {
			add(id);
		}
		else {
			merge(this.sides.persistent().find(id).orElseThrow(),
					this.sides.runtime().entries().find(id).orElseThrow());
		}
	}

	private void add(EntryId id) {
		if (this.sides.isHeldBack(id)) {
			this.changes.add(PlannedChange.none(ref(id), Action.WITHDRAWN,
					"taken out of the registry, and its source says nothing new of it"));
			return;
		}
		@Nullable Entry last = this.sides.findWithdrawn(id).orElse(null);
		if (last != null) {
			bringBack(last, this.sides.runtime().entries().find(id).orElseThrow());
			return;
		}
		EntryRef ref = ref(id);
		EntryTable runtime = this.sides.runtime().entries();
		JsonNumber then = this.seconds;
		this.changes.add(PlannedChange.added(ref, () -> NewEntry.of(ref, runtime.find(id).orElseThrow(), then),
				"at run time and not in the registry"));
		this.nextBase.take(id);
	}

	/**
	 * Adds an entry again that was taken out: operators' members are as they were then.
	 */
	private void bringBack(Entry last, JsonObject members) {
		EntryMerge merge = merged(last, members);
		this.changes.add(PlannedChange.of(Action.ADDED, merge.merged(), merge.changes(),
				"its source says something new of it", this.texts));
		rebase(last.ref().id(), merge);
	}

	private EntryMerge merged(Entry persistent, JsonObject members) {
		@Nullable JsonObject base = this.sides.base().find(persistent.ref().id()).orElse(null);
		EntryMerge merge = new EntryMerge(persistent, (base != null) ? RuntimeEntry.translate(kind(), base) : null,
				RuntimeEntry.translate(kind(), members), this.policy);
		this.conflicts.addAll(merge.conflicts());
		return merge;
	}

	private void merge(Entry persistent, JsonObject members) {
		EntryId id = persistent.ref().id();
		EntryMerge merge = merged(persistent, members);
		if (merge.isChanged()) {
			boolean returned = persistent.members().has(EntryMerge.MISSING_SINCE);
			this.changes.add(PlannedChange.of(returned ? Action.REACTIVATED : Action.UPDATED, merge.merged(),
					merge.changes(), returned ? "at run time again" : "changed at run time", this.texts));
		}
		else if (!merge.conflicts().isEmpty()) {
			this.changes.add(PlannedChange.none(persistent.ref(), Action.CONFLICTED, "both sides changed it"));
		}
		else {
			this.unchanged++;
		}
		rebase(id, merge);
	}

	/**
	 * The base moves with each decision: not while the source says nothing new, and not
	 * for the members that wait for a person.
	 */
	private void rebase(EntryId id, EntryMerge merge) {
		if (!merge.isNothingNew() && merge.isUndecided()) {
			this.nextBase.put(id, merge.nextBase());
		}
		else if (!merge.isNothingNew()) {
			this.nextBase.take(id);
		}
	}

	private Plan plan() {
		this.changes.addAll(this.departures.changes());
		return new Plan(kind(), this.changes, this.unchanged, this.conflicts, this.departures.active(),
				this.departures.findHold(), this.malformed, this.departures.flapping(), this.nextBase.build(),
				this.departures.attendance());
	}

}
