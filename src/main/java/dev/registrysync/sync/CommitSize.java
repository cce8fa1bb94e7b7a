package dev.registrysync.sync;

import java.util.Collection;
import java.util.Optional;

import dev.registrysync.history.Base;
import dev.registrysync.history.Commit;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.sync.IdentityCandidates.Candidate;
import dev.registrysync.volume.SpaceNeeded;

/**
 * Estimates, rather too high, what room a commit takes.
 */
final class CommitSize {

	/** A line of the journal without what it says of entries. */
	private static final long LINE = 4096;

	/** What the journal and a change say of an entry. */
	private static final long MENTION = 1024;

	/** An identity, as a registry file has it. */
	private static final long IDENTITY = 2048;

	/** An encrypted key: its row, and the pages of the log that its indexes take. */
	private static final long KEY = 10 * 1024;

	/** What a transaction of the keystore takes before its first key. */
	private static final long KEYSTORE = 160 * 1024;

	private CommitSize() {
	}

	/**
	 * A commit that is about to be written. How well its documents can be compressed into
	 * the history, and whether a delta does, nobody knows.
	 */
	static SpaceNeeded of(Commit commit, History history) {
		long documents = 0;
		long unkept = 0;
		for (Replacement document : commit.documents().values()) {
			documents += document.after().length();
			unkept += unkept(document, history);
		}
		long mentions = MENTION * (commit.attested().size() + commit.keys().size());
		return new SpaceNeeded(documents, 0,
				documents + unkept + mentions + of(commit.bases(), commit.edits()).history());
	}

	/**
	 * What others wrote is kept as well.
	 */
	private static long unkept(Replacement document, History history) {
		return document.before()
			.filter((before) -> !history.findDigest(before.kind()).equals(Optional.of(before.digest())))
			.map(RegistryDocument::length)
			.orElse(0L);
	}

	/**
	 * What a run learnt when nothing else has changed.
	 */
	static SpaceNeeded of(Collection<Base> bases, ExternalEdits edits) {
		long staged = bases.stream().mapToLong((base) -> base.entries().bytes().length).sum();
		long originals = edits.originals().values().stream().mapToLong(CommitSize::of).sum();
		return new SpaceNeeded(0, 0, LINE + staged + originals + MENTION * edits.forgotten().size());
	}

	/**
	 * A commit that is going to give entries their identities, and the keys for that.
	 * @param candidates the entries that it may write
	 * @param keys how many keys are to be made
	 */
	static SpaceNeeded ahead(WorkingRegistry registry, Collection<Candidate> candidates, int keys) {
		long documents = 0;
		for (Kind kind : Kind.values()) {
			documents += registry.document(kind).length();
		}
		for (Candidate candidate : candidates) {
			documents += candidate.room() + IDENTITY;
		}
		long snapshotsAndBases = 2 * documents;
		long keystore = (keys > 0) ? KEYSTORE + KEY * keys : 0;
		return new SpaceNeeded(documents, keystore, snapshotsAndBases + LINE + MENTION * candidates.size());
	}

	/**
	 * An entry in a document. Indented, it can be twice as long.
	 */
	static long of(Entry entry) {
		return 2L * JsonText.compact(entry.members()).length();
	}

}
