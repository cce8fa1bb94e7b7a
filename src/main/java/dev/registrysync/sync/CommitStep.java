package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
import dev.registrysync.store.RegistryStore.Publication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a pass decided to the disk: of each kind the document and the history
 * together, or neither.
 */
final class CommitStep {

	private static final Logger log = LoggerFactory.getLogger(CommitStep.class);

	private final RunContext context;

	private final History history;

	private final List<DocumentChange> changes;

	private final Attestations attestations;

	private final ExternalEdits edits;

	private final List<Base> bases;

	private final Function<Set<Kind>, Details> details;

	/**
	 * Prepares the step.
	 * @param details what was decided, without some kinds
	 */
	CommitStep(RunContext context, List<DocumentChange> changes, Attestations attestations, ExternalEdits edits,
			List<Base> bases, Function<Set<Kind>, Details> details) {
		this.context = context;
		this.history = context.ports().history();
		this.changes = changes;
		this.attestations = attestations;
		this.edits = edits;
		this.bases = bases;
		this.details = details;
	}

	/**
	 * Commits what it can.
	 * @return which kinds are left, and why
	 * @throws ProblemException if nothing was committed, or if nobody knows yet whether
	 * it was: then {@link Recovery} completes it or takes it back
	 */
	CommitResult run() {
		if (this.changes.isEmpty()) {
			this.context.control().decide();
			note(Set.of());
			return CommitResult.ALL;
		}
		Commit all = commit(Set.of());
		this.context.ports().space().require(CommitSize.of(all, this.history));
		PreparedChange prepared = this.context.ports().store().prepare(this.changes);
		Set<Kind> refused = prepared.refused().keySet();
		if (refused.size() == this.changes.size()) {
			this.context.control().decide();
			note(refused);
			return new CommitResult(Set.of(), prepared.refused(), Set.of());
		}
		try {
			return replace(prepared, refused.isEmpty() ? all : commit(refused));
		}
		catch (ProblemException ex) {
			if (this.history.unsettled().isEmpty()) {
				prepared.discard();
			}
			throw ex;
		}
	}

	/**
	 * Remembers what was learnt where no document changes.
	 * @param without the kinds of which nothing is remembered
	 */
	private void note(Set<Kind> without) {
		List<Base> learnt = this.bases.stream().filter((base) -> !without.contains(base.kind())).toList();
		ExternalEdits found = this.edits.without(without);
		if (!learnt.isEmpty() || !found.isEmpty()) {
			this.context.ports().space().require(CommitSize.of(learnt, found, this.history));
			this.history.note(cause(without), this.context.now(), learnt, found);
			this.context.control().written();
		}
	}

	/**
	 * Records the commit, looks once more, as others may have written meanwhile, and puts
	 * the documents in their places. From the record on, a failure leaves all as it is
	 * for {@link Recovery}.
	 */
	private CommitResult replace(PreparedChange prepared, Commit commit) {
		Set<Kind> kinds = commit.documents().keySet();
		if (!prepared.isCurrent()) {
			prepared.discard();
			return new CommitResult(kinds, prepared.refused(), Set.of());
		}
		this.context.control().decide();
		this.history.record(commit);
		this.context.control().written();
		if (!prepared.isCurrent()) {
			this.history.takeBack(commit);
			prepared.discard();
			return new CommitResult(kinds, prepared.refused(), Set.of());
		}
		return this.context.ports().gate().publishing(() -> publish(prepared, commit));
	}

	/**
	 * Puts in force what nobody else has overtaken. What cannot be put in its place is
	 * settled at once, so that nobody reads documents that the history does not know.
	 */
	private CommitResult publish(PreparedChange prepared, Commit commit) {
		Map<Kind, ProblemException> refused = new EnumMap<>(Kind.class);
		refused.putAll(prepared.refused());
		Set<Kind> inForce = new HashSet<>(commit.documents().keySet());
		Publication publication;
		try {
			publication = prepared.publish();
		}
		catch (ProblemException ex) {
			log.warn("Revision {} cannot be published: {}", commit.revision(), ex.detail());
			Set<Kind> takenBack = Recovery.run(this.context.ports().store(), this.history);
			inForce.removeAll(takenBack);
			settled(commit, inForce);
			return new CommitResult(takenBack, refused, inForce);
		}
		refused.putAll(publication.refused());
		inForce.removeAll(publication.overtaken());
		inForce.removeAll(publication.refused().keySet());
		try {
			if (inForce.equals(commit.documents().keySet())) {
				this.history.publish(commit);
			}
			else {
				this.history.settle(inForce);
			}
		}
		finally {
			settled(commit, inForce);
		}
		Recovery.discard(prepared::discard);
		return new CommitResult(publication.overtaken(), refused, inForce);
	}

	/**
	 * Tells the run that it has committed something, unless the history has not settled
	 * that: then {@link Recovery} decides.
	 */
	private void settled(Commit commit, Set<Kind> inForce) {
		if (!inForce.isEmpty() && this.history.unsettled().isEmpty()) {
			this.context.control().committed(commit.revision());
		}
	}

	private Cause cause(Set<Kind> without) {
		return this.context.control().origin().toCause(this.details.apply(without));
	}

	private Commit commit(Set<Kind> without) {
		Map<Kind, Replacement> documents = new EnumMap<>(Kind.class);
		this.changes.forEach(
				(change) -> documents.put(change.after().kind(), new Replacement(change.before(), change.after())));
		return new Commit(this.history.revision().next(), cause(without), this.context.now(), documents,
				this.attestations.attested(), this.attestations.committed(), this.bases, editsAsWritten(without))
			.without(without);
	}

	/**
	 * Returns the edits whose originals have the times and flags that this commit writes
	 * into their entries: the next run must not take those for edits.
	 * @param without the kinds whose entries it does not write
	 */
	private ExternalEdits editsAsWritten(Set<Kind> without) {
		Map<EntryRef, Entry> originals = new HashMap<>();
		this.edits.originals().forEach((ref, original) -> originals.put(ref, asWritten(ref, original, without)));
		for (EntryRef ref : this.history.edited()) {
			if (!originals.containsKey(ref) && !this.attestations.attested().containsKey(ref)) {
				Entry original = this.history.findOriginal(ref).orElseThrow();
				Entry written = asWritten(ref, original, without);
				if (!written.equals(original)) {
					originals.put(ref, written);
				}
			}
		}
		return new ExternalEdits(originals, this.edits.forgotten(), this.edits.withdrawn());
	}

	private Entry asWritten(EntryRef ref, Entry original, Set<Kind> without) {
		return this.changes.stream()
			.filter((change) -> change.after().kind() == ref.kind() && !without.contains(ref.kind()))
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
