package dev.registrysync.sync;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import dev.registrysync.history.Base;
import dev.registrysync.history.Commit;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.sync.IdentityCandidates.Candidate;
import dev.registrysync.volume.SpaceNeeded;

/**
 * Estimates, rather too high, what room a commit takes.
 */
final class CommitSize {

	/** What a transaction takes before its first row: pages of tables and indexes. */
	private static final long TRANSACTION = 512 * 1024;

	/** What the rows about one entry take beside its texts: pages, digests, indexes. */
	private static final long ROWS = 8 * 1024;

	/**
	 * A text is written, and the one that it replaces is moved, each in the log first and
	 * then in the database.
	 */
	private static final long COPIES = 4;

	/** An identity, as a registry file has it. */
	private static final long IDENTITY = 2048;

	/** An encrypted key: its row, and the pages of the log that its indexes take. */
	private static final long KEY = 10 * 1024;

	/** What a transaction of the keystore takes before its first key. */
	private static final long KEYSTORE = 160 * 1024;

	private CommitSize() {
	}

	/**
	 * Estimates a commit that is about to be written.
	 */
	static SpaceNeeded of(Commit commit, History history) {
		long documents = 0;
		long changed = 0;
		for (Replacement document : commit.documents().values()) {
			documents += document.after().length();
			changed += changed(document);
		}
		Set<EntryRef> entries = new HashSet<>(commit.attested().keySet());
		entries.addAll(commit.keys().keySet());
		long learnt = of(commit.bases(), commit.edits(), history).state();
		return new SpaceNeeded(documents, 0, COPIES * changed + ROWS * entries.size() + learnt);
	}

	private static long changed(Replacement document) {
		RegistryDocument after = document.after();
		return after.ids()
			.stream()
			.filter((id) -> document.before()
				.filter((before) -> before.has(id) && before.text(id).digest().equals(after.text(id).digest()))
				.isEmpty())
			.mapToLong((id) -> after.text(id).length())
			.sum();
	}

	/**
	 * Estimates what a run learnt when nothing else has changed.
	 */
	static SpaceNeeded of(Collection<Base> bases, ExternalEdits edits, History history) {
		long rows = bases.stream().mapToLong((base) -> changed(base, history)).sum();
		long originals = edits.originals().values().stream().mapToLong(CommitSize::of).sum();
		long entries = (long) edits.originals().size() + edits.forgotten().size();
		return new SpaceNeeded(0, 0, TRANSACTION + COPIES * (rows + originals) + ROWS * entries);
	}

	private static long changed(Base base, History history) {
		EntryTable present = switch (base.side()) {
			case BASE -> history.base(base.source(), base.kind());
			case PUSHED -> history.pushed(base.source(), base.kind());
		};
		return base.entries()
			.ids()
			.stream()
			.filter((id) -> !base.entries().sameBytes(id, present))
			.mapToLong((id) -> base.entries().text(id).length())
			.sum();
	}

	/**
	 * Estimates a commit that is going to give entries their identities, and the keys for
	 * that.
	 * @param candidates the entries that it may write
	 * @param keys how many keys are to be made
	 */
	static SpaceNeeded ahead(WorkingRegistry registry, Collection<Candidate> candidates, int keys) {
		long documents = 0;
		for (Kind kind : Kind.values()) {
			documents += registry.document(kind).length();
		}
		long texts = 0;
		for (Candidate candidate : candidates) {
			texts += candidate.room() + IDENTITY;
		}
		long keystore = (keys > 0) ? KEYSTORE + KEY * keys : 0;
		long textsAndBases = 2 * texts;
		return new SpaceNeeded(documents + texts, keystore,
				TRANSACTION + COPIES * textsAndBases + ROWS * candidates.size());
	}

	/**
	 * Estimates an entry in a document. Indented, it can be twice as long.
	 */
	static long of(Entry entry) {
		return 2L * JsonText.compact(entry.members()).length();
	}

}
