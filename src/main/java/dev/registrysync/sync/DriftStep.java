package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.reconcile.Standing;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.Drift.Handling;

/**
 * Finds what others did to the files, and does about it what the operator wants.
 */
final class DriftStep {

	private final History history;

	private final WorkingRegistry registry;

	private final RunOptions options;

	private final Set<EntryRef> withdrawn;

	private final RunContext context;

	private final Pulls pulls;

	private final RunControl control;

	private final OwnEdits ownEdits;

	private final List<Drift> drifts = new ArrayList<>();

	private final Map<EntryRef, Entry> followed = new HashMap<>();

	private final Set<EntryRef> overwritten = new HashSet<>();

	/**
	 * Prepares the step.
	 * @param pulls what the sources answered in this run: an entry that they have comes
	 * back if somebody removed it
	 */
	DriftStep(RunContext context, WorkingRegistry registry, Pulls pulls) {
		this.context = context;
		this.pulls = pulls;
		this.history = context.ports().history();
		this.registry = registry;
		this.ownEdits = new OwnEdits(this.history, registry);
		this.options = context.options();
		this.control = context.control();
		this.withdrawn = this.history.withdrawn();
	}

	/**
	 * Finds the edits and handles them. Afterwards the registry has each reverted entry
	 * as it was attested last.
	 * @return the edits, those outside the scope included, as the commit would hide them
	 * otherwise
	 */
	List<Drift> run(DocumentStamp stamp) {
		for (Kind kind : Kind.values()) {
			candidates(kind).forEach(this::addDrift);
			List<Entry> restored = this.drifts.stream()
				.filter((drift) -> drift.ref().kind() == kind)
				.flatMap((drift) -> restored(drift).stream())
				.toList();
			this.registry.restore(kind, restored, stamp);
		}
		acceptedRemovals().forEach((drift) -> this.registry.touch(drift.ref()));
		return this.drifts;
	}

	/**
	 * What this program owns cannot be accepted: it is put back.
	 */
	private static Optional<Entry> restored(Drift drift) {
		return switch (drift.handling()) {
			case REPORTED -> Optional.empty();
			case REVERTED -> drift.original();
			case ACCEPTED -> drift.original()
				.filter((written) -> !drift.own().isEmpty())
				.flatMap((written) -> drift.found().map((found) -> OwnMembers.copy(drift.own(), written, found)));
		};
	}

	/**
	 * Nobody can have edited more while the file is what was committed last.
	 */
	private Collection<EntryRef> candidates(Kind kind) {
		Set<EntryRef> candidates = new LinkedHashSet<>();
		if (!this.registry.current(kind).asCommitted()) {
			candidates.addAll(this.history.committed(kind));
			this.history.attested(kind).stream().sorted().forEach(candidates::add);
		}
		this.history.edited().stream().filter((ref) -> ref.kind() == kind).sorted().forEach(candidates::add);
		return candidates;
	}

	/**
	 * Compares an entry with what was attested, and adds its drift if it differs.
	 */
	private void addDrift(EntryRef ref) {
		this.control.check();
		Optional<Entry> found = this.registry.findRead(ref);
		boolean malformed = this.registry.document(ref.kind()).malformed().containsKey(ref.id().value());
		boolean withdrawn = found.isEmpty() && this.withdrawn.contains(ref);
		if (malformed || withdrawn) {
			return;
		}
		List<JsonPointer> own = this.ownEdits.find(ref);
		if (!own.isEmpty() || differs(ref, found)) {
			Optional<Entry> original = this.history.findOriginal(ref);
			this.drifts.add(new Drift(ref, original, found, own, handling(ref, original, found)));
		}
	}

	/**
	 * Whether the entry is not what was attested. One that was never attested can only be
	 * removed.
	 */
	private boolean differs(EntryRef ref, Optional<Entry> found) {
		Optional<AttestedContent> content = this.history.find(ref);
		return content.map((attested) -> found.filter(attested::isOf).isEmpty()).orElseGet(found::isEmpty);
	}

	private Handling handling(EntryRef ref, Optional<Entry> original, Optional<Entry> found) {
		if (!this.options.scope().covers(ref)) {
			return Handling.REPORTED;
		}
		Optional<Entry> removed = original.filter((entry) -> found.isEmpty());
		return switch (this.options.externalChanges()) {
			case REPORT -> removed.filter(this::comesBack).isPresent() ? Handling.REVERTED : Handling.REPORTED;
			case ACCEPT -> removed.filter(DriftStep::isProtected).isPresent() ? Handling.REVERTED : Handling.ACCEPTED;
			case REVERT -> original.isPresent() ? Handling.REVERTED : Handling.REPORTED;
		};
	}

	/**
	 * Whether a removed entry has to be in the registry: a source has it, or it is
	 * protected. Only a run that asks the sources puts it back.
	 */
	private boolean comesBack(Entry removed) {
		return this.pulls.names(removed.ref().kind(), removed.ref().id())
				|| (this.options.pull() && isProtected(removed));
	}

	private static boolean isProtected(Entry entry) {
		return Standing.of(entry).safeguarded();
	}

	private List<Drift> of(Handling handling) {
		return this.drifts.stream().filter((drift) -> drift.handling() == handling).toList();
	}

	/**
	 * Takes what the run does to edited entries over into what they would be without the
	 * edit, so that whoever undoes the edit does not undo that. If nothing is left of the
	 * edit then, it is over.
	 */
	void follow(Collection<PlannedChange> changes) {
		Map<EntryRef, Entry> originals = new HashMap<>();
		of(Handling.REPORTED).stream()
			.filter((drift) -> drift.found().isPresent())
			.forEach((drift) -> drift.original().ifPresent((original) -> originals.put(drift.ref(), original)));
		changes.stream()
			.filter((change) -> change.writes() && originals.containsKey(change.ref()))
			.forEach((change) -> follow(change, originals));
	}

	private void follow(PlannedChange change, Map<EntryRef, Entry> originals) {
		EntryRef ref = change.ref();
		Entry next = change.appliedTo(Objects.requireNonNull(originals.get(ref)));
		originals.put(ref, next);
		this.followed.put(ref, next);
		Optional<ContentDigest> content = ContentDigest.find(next.members());
		boolean over = content.isPresent() && change.after()
			.filter((after) -> content.equals(ContentDigest.find(after.members()))
					&& OwnMembers.areOnlyStamps(OwnMembers.differing(next, after)))
			.isPresent();
		if (over) {
			this.overwritten.add(ref);
		}
		else {
			this.overwritten.remove(ref);
		}
	}

	/**
	 * The edited entries whose content counts from now on.
	 */
	Set<EntryRef> accepted() {
		Set<EntryRef> accepted = new HashSet<>(this.overwritten);
		of(Handling.REVERTED).forEach((drift) -> accepted.add(drift.ref()));
		of(Handling.ACCEPTED).stream()
			.filter((drift) -> drift.found().isPresent())
			.forEach((drift) -> accepted.add(drift.ref()));
		return accepted;
	}

	private List<Drift> acceptedRemovals() {
		return this.drifts.stream().filter(Drift::isAcceptedRemoval).toList();
	}

	/**
	 * Whether the run may attest the entry although an edit of what this program owns is
	 * left in it.
	 */
	private boolean isAttestedWithAnEdit(Drift drift) {
		return !drift.own().isEmpty() && this.registry.isChanged(drift.ref());
	}

	/**
	 * What the history has to remember beyond this run.
	 */
	ExternalEdits edits() {
		Set<EntryRef> known = this.history.edited();
		Map<EntryRef, Entry> originals = new HashMap<>();
		of(Handling.REPORTED).forEach((drift) -> drift.original()
			.filter((entry) -> !known.contains(drift.ref()) || isAttestedWithAnEdit(drift))
			.ifPresent((entry) -> originals.put(drift.ref(), entry)));
		originals.putAll(this.followed);
		originals.keySet().removeAll(this.overwritten);
		Map<EntryRef, Entry> withdrawn = new HashMap<>();
		Set<EntryRef> forgotten = new HashSet<>();
		acceptedRemovals().stream()
			.filter((drift) -> this.registry.find(drift.ref()).isEmpty())
			.forEach((drift) -> drift.original()
				.filter(this.context::isAtRunTime)
				.ifPresentOrElse((entry) -> withdrawn.put(drift.ref(), entry), () -> forgotten.add(drift.ref())));
		return new ExternalEdits(originals, forgotten, withdrawn);
	}

}
