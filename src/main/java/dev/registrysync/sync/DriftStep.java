package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
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

	private final RunControl control;

	private final List<Drift> drifts = new ArrayList<>();

	DriftStep(RunContext context, WorkingRegistry registry) {
		this.history = context.ports().history();
		this.registry = registry;
		this.options = context.options();
		this.control = context.control();
		this.withdrawn = this.history.withdrawn().keySet();
	}

	/**
	 * Does it. Entries that are to be reverted are as they were attested afterwards.
	 * @return the edits, those outside the scope included, as the commit would hide them
	 * otherwise
	 */
	List<Drift> run(DocumentStamp stamp) {
		for (Kind kind : Kind.values()) {
			candidates(kind).forEach(this::look);
			List<Entry> reverted = of(Handling.REVERTED).stream()
				.filter((drift) -> drift.ref().kind() == kind)
				.flatMap((drift) -> drift.original().stream())
				.toList();
			this.registry.restore(kind, reverted, stamp);
		}
		return this.drifts;
	}

	/**
	 * Nobody can have edited more while the file is what was committed last.
	 */
	private Collection<EntryRef> candidates(Kind kind) {
		boolean untouched = this.history.findDigest(kind).equals(Optional.of(this.registry.document(kind).digest()));
		Set<EntryRef> candidates = untouched ? this.history.edited() : this.history.attested();
		return candidates.stream().filter((ref) -> ref.kind() == kind).sorted().toList();
	}

	private void look(EntryRef ref) {
		this.control.check();
		Optional<Entry> found = this.registry.findRead(ref);
		Optional<AttestedContent> content = this.history.find(ref);
		boolean malformed = this.registry.document(ref.kind()).malformed().containsKey(ref.id().value());
		boolean withdrawn = found.isEmpty() && this.withdrawn.contains(ref);
		if (content.isPresent() && !malformed && !withdrawn && found.filter(content.get()::isOf).isEmpty()) {
			Optional<Entry> original = this.history.findOriginal(ref);
			this.drifts.add(new Drift(ref, original, found, handling(ref, original)));
		}
	}

	private Handling handling(EntryRef ref, Optional<Entry> original) {
		if (!this.options.scope().covers(ref)) {
			return Handling.REPORTED;
		}
		return switch (this.options.externalChanges()) {
			case REPORT -> Handling.REPORTED;
			case ACCEPT -> Handling.ACCEPTED;
			case REVERT -> original.isPresent() ? Handling.REVERTED : Handling.REPORTED;
		};
	}

	private List<Drift> of(Handling handling) {
		return this.drifts.stream().filter((drift) -> drift.handling() == handling).toList();
	}

	/**
	 * The edited entries whose content counts from now on.
	 */
	Set<EntryRef> accepted() {
		Set<EntryRef> accepted = new HashSet<>();
		of(Handling.ACCEPTED).stream()
			.filter((drift) -> drift.found().isPresent())
			.forEach((drift) -> accepted.add(drift.ref()));
		return accepted;
	}

	/**
	 * What the history has to remember beyond this run.
	 */
	ExternalEdits edits() {
		Set<EntryRef> known = this.history.edited();
		Map<EntryRef, Entry> originals = new HashMap<>();
		of(Handling.REPORTED).forEach((drift) -> drift.original()
			.filter((entry) -> !known.contains(drift.ref()))
			.ifPresent((entry) -> originals.put(drift.ref(), entry)));
		Set<EntryRef> forgotten = new HashSet<>();
		of(Handling.ACCEPTED).stream()
			.filter((drift) -> drift.found().isEmpty())
			.forEach((drift) -> forgotten.add(drift.ref()));
		return new ExternalEdits(originals, forgotten);
	}

}
