package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.history.Base;
import dev.registrysync.history.Cause;
import dev.registrysync.history.Commit;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.Details;
import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what a pass decided, and writes the registry files.
 */
final class CommitStep {

	private static final Logger log = LoggerFactory.getLogger(CommitStep.class);

	private final RunContext context;

	private final History history;

	private final WorkingRegistry registry;

	private final Map<Kind, Replacement> changes;

	private final Attestations attestations;

	private final ExternalEdits edits;

	private final List<Base> bases;

	private final Details details;

	/**
	 * Prepares the step.
	 * @param registry the registry as it was read
	 * @param changes what becomes of which document
	 * @param details what was decided
	 */
	CommitStep(RunContext context, WorkingRegistry registry, Map<Kind, Replacement> changes, Attestations attestations,
			ExternalEdits edits, List<Base> bases, Details details) {
		this.context = context;
		this.history = context.ports().history();
		this.registry = registry;
		this.changes = changes;
		this.attestations = attestations;
		this.edits = edits;
		this.bases = bases;
		this.details = details;
	}

	/**
	 * Commits, and writes the files that lack something that was committed.
	 * @throws ProblemException if nothing was committed
	 */
	CommitResult run() {
		if (this.changes.isEmpty()) {
			this.context.control().decide();
			note();
			return publish();
		}
		Set<Kind> overtaken = this.changes.keySet()
			.stream()
			.filter((kind) -> !this.context.ports().registry().isStill(kind, this.registry.current(kind)))
			.collect(Collectors.toSet());
		if (!overtaken.isEmpty()) {
			return new CommitResult(false, overtaken, Map.of());
		}
		Commit commit = commit();
		this.context.ports().space().require(CommitSize.of(commit, this.history));
		this.context.control().decide();
		return this.context.ports().gate().publishing(() -> {
			commit(commit);
			return publish();
		});
	}

	/**
	 * Commits. Whatever fails once the transaction is through, the run has committed.
	 */
	private void commit(Commit commit) {
		try {
			this.history.commit(commit);
		}
		finally {
			if (this.history.revision().equals(commit.revision())) {
				this.context.control().written();
				this.context.control().committed(commit.revision());
			}
		}
	}

	/**
	 * Commits, and leaves the files as they are.
	 */
	void store() {
		if (this.changes.isEmpty()) {
			note();
		}
		else {
			this.history.commit(commit());
		}
	}

	/**
	 * Remembers what was learnt where no document changes.
	 */
	private void note() {
		if (!this.bases.isEmpty() || !this.edits.isEmpty()) {
			this.context.ports().space().require(CommitSize.of(this.bases, this.edits, this.history));
			this.context.ports()
				.gate()
				.publishing(() -> this.history.note(cause(), this.context.now(), this.bases, this.edits));
			this.context.control().written();
		}
	}

	/**
	 * Writes the files. What cannot be written stays due, and the next run tries again.
	 */
	private CommitResult publish() {
		Set<Kind> overtaken = EnumSet.noneOf(Kind.class);
		Map<Kind, ProblemException> failures = new EnumMap<>(Kind.class);
		for (Kind kind : Kind.values()) {
			CurrentDocument read = this.registry.current(kind);
			@Nullable Replacement change = this.changes.get(kind);
			try {
				if ((change != null || read.due()) && !publish(read, change)) {
					overtaken.add(kind);
				}
			}
			catch (ProblemException ex) {
				log.debug("Revision {} is not in the file of {} yet: {}", this.history.revision(), kind, ex.detail());
				failures.put(kind, ex);
			}
		}
		return new CommitResult(true, overtaken, failures);
	}

	private boolean publish(CurrentDocument read, @Nullable Replacement change) {
		return (change != null) ? this.context.ports().registry().publish(read, change.after(), true)
				: this.context.ports().registry().publish(read, read.document(), read.asCommitted());
	}

	private Cause cause() {
		return this.context.control().origin().toCause(this.details);
	}

	private Commit commit() {
		return new Commit(this.history.revision().next(), cause(), this.context.now(), this.changes,
				this.attestations.attested(), this.attestations.committed(), this.bases, editsAsWritten());
	}

	/**
	 * Returns the edits whose originals have the times and flags that this commit writes
	 * into their entries: the next run must not take those for edits.
	 */
	private ExternalEdits editsAsWritten() {
		Map<EntryRef, Entry> originals = new HashMap<>();
		this.edits.originals().forEach((ref, original) -> originals.put(ref, asWritten(ref, original)));
		for (EntryRef ref : this.history.edited()) {
			if (!originals.containsKey(ref) && !this.attestations.attested().containsKey(ref)) {
				Entry original = this.history.findOriginal(ref).orElseThrow();
				Entry written = asWritten(ref, original);
				if (!written.equals(original)) {
					originals.put(ref, written);
				}
			}
		}
		return new ExternalEdits(originals, this.edits.forgotten(), this.edits.withdrawn());
	}

	private Entry asWritten(EntryRef ref, Entry original) {
		return Optional.ofNullable(this.changes.get(ref.kind()))
			.flatMap((change) -> asWritten(change, original))
			.orElse(original);
	}

	private static Optional<Entry> asWritten(Replacement change, Entry original) {
		EntryId id = original.ref().id();
		Entry before = change.before().flatMap((document) -> document.find(id)).orElse(original);
		return change.after()
			.find(id)
			.map((after) -> OwnMembers.copy(OwnMembers.differing(before, after), after, original));
	}

}
