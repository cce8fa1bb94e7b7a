package dev.registrysync.sync;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
import dev.registrysync.store.DocumentChange;
import dev.registrysync.store.RegistryStore.PreparedChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a pass decided to the disk: the documents and the history together, or
 * neither.
 */
final class CommitStep {

	private static final Logger log = LoggerFactory.getLogger(CommitStep.class);

	private final RunContext context;

	private final History history;

	private final List<DocumentChange> changes;

	private final Attestations attestations;

	private final ExternalEdits edits;

	private final List<Base> bases;

	private final Optional<Details> details;

	CommitStep(RunContext context, List<DocumentChange> changes, Attestations attestations, ExternalEdits edits,
			List<Base> bases, Optional<Details> details) {
		this.context = context;
		this.history = context.ports().history();
		this.changes = changes;
		this.attestations = attestations;
		this.edits = edits;
		this.bases = bases;
		this.details = details;
	}

	/**
	 * Does it.
	 * @return false if a document is not any more what the pass read; then the pass has
	 * to be made again
	 */
	boolean run() {
		if (!this.changes.isEmpty()) {
			return replaceDocuments();
		}
		this.context.control().decide();
		if (!this.bases.isEmpty() || !this.edits.isEmpty()) {
			this.context.ports().space().require(CommitSize.of(this.bases, this.edits));
			this.history.note(cause(), this.context.now(), this.bases, this.edits);
			this.context.control().wrote(this.details);
		}
		return true;
	}

	private boolean replaceDocuments() {
		Commit commit = commit();
		this.context.ports().space().require(CommitSize.of(commit, this.history));
		PreparedChange prepared = this.context.ports().store().prepare(this.changes);
		if (!prepared.isCurrent() || !record(commit, prepared)) {
			prepared.discard();
			return false;
		}
		return this.context.ports().gate().publishing(() -> publish(prepared, commit));
	}

	/**
	 * Puts in force what nobody else has overtaken. What cannot be put in its place is
	 * settled at once, so that nobody reads documents that the history does not know.
	 * @return whether that is all
	 */
	private boolean publish(PreparedChange prepared, Commit commit) {
		Set<Kind> overtaken;
		try {
			overtaken = prepared.publish();
		}
		catch (ProblemException ex) {
			log.warn("Revision {} cannot be published: {}", commit.revision(), ex.detail());
			return Recovery.run(this.context.ports().store(), this.history);
		}
		if (overtaken.isEmpty()) {
			this.history.publish(commit);
			prepared.discard();
			return true;
		}
		Set<Kind> inForce = new HashSet<>(commit.documents().keySet());
		inForce.removeAll(overtaken);
		this.history.settle(inForce);
		prepared.discard();
		return false;
	}

	/**
	 * Records the commit, and looks once more, as others may have written meanwhile. From
	 * the record on, a failure leaves all as it is for {@link Recovery}.
	 */
	private boolean record(Commit commit, PreparedChange prepared) {
		try {
			this.context.control().decide();
			this.history.record(commit);
			this.context.control().wrote(this.details);
		}
		catch (ProblemException ex) {
			prepared.discard();
			throw ex;
		}
		if (!prepared.isCurrent()) {
			this.history.takeBack(commit);
			return false;
		}
		return true;
	}

	private Cause cause() {
		return this.context.control().origin().toCause(this.details);
	}

	private Commit commit() {
		Map<Kind, Replacement> documents = new HashMap<>();
		this.changes.forEach(
				(change) -> documents.put(change.after().kind(), new Replacement(change.before(), change.after())));
		return new Commit(this.history.revision().next(), cause(), this.context.now(), documents,
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
		return this.changes.stream()
			.filter((change) -> change.after().kind() == ref.kind())
			.findFirst()
			.flatMap((change) -> asWritten(change, original))
			.orElse(original);
	}

	private static Optional<Entry> asWritten(DocumentChange change, Entry original) {
		EntryId id = original.ref().id();
		Entry before = change.before().flatMap((document) -> document.find(id)).orElse(original);
		return change.after()
			.find(id)
			.map((after) -> OwnMembers.copy(OwnMembers.differing(before, after), after, original));
	}

}
