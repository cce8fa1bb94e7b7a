package dev.registrysync.history;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import dev.registrysync.history.Base.Side;
import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * What one line of the journal says.
 */
sealed interface JournalRecord {

	/**
	 * The revision it is about, or the last one.
	 */
	Revision revision();

	/**
	 * A change set, recorded before it is published.
	 *
	 * @param at when
	 * @param documents the documents' digests before and after
	 * @param attested what was attested
	 * @param keys the keys of the entries whose address it writes or changes
	 * @param bases the digest of each base that it changes
	 * @param edits what others did to the files
	 * @param withdrawals the entries that it takes out of the registry or puts back
	 * @param decision the run that decided it; empty if that is not known
	 */
	record Committed(Revision revision, Instant at, Map<Kind, DocumentDigests> documents,
			Map<EntryRef, AttestedContent> attested, Map<EntryRef, CommittedKey> keys, Map<BaseName, String> bases,
			ExternalEdits edits, Withdrawals withdrawals, Optional<Decision> decision) implements JournalRecord {

		static Committed of(Commit commit, Map<BaseName, String> bases, Set<EntryRef> withdrawn) {
			return new Committed(commit.revision(), commit.at(), commit.digests(), commit.attested(), commit.keys(),
					bases, commit.edits(),
					Withdrawals.of(commit.documents(), withdrawn).with(commit.edits().withdrawn()),
					Optional.of(Decision.of(commit.cause())));
		}

		/**
		 * Returns the part of the commit that is not about the given kinds.
		 */
		Committed without(Set<Kind> kinds) {
			return new Committed(this.revision, this.at, without(this.documents, kinds::contains),
					without(this.attested, (ref) -> kinds.contains(ref.kind())),
					without(this.keys, (ref) -> kinds.contains(ref.kind())),
					without(this.bases, (name) -> kinds.contains(name.kind())), this.edits.without(kinds),
					this.withdrawals.without(kinds), this.decision);
		}

		private static <K, V> Map<K, V> without(Map<K, V> map, Predicate<K> dropped) {
			Map<K, V> rest = new LinkedHashMap<>(map);
			rest.keySet().removeIf(dropped);
			return rest;
		}

	}

	/**
	 * Takes the documents of the last change set back, or some of them.
	 *
	 * @param kinds which
	 */
	record TakenBack(Revision revision, Set<Kind> kinds) implements JournalRecord {
	}

	/**
	 * What a run learnt that changed nothing.
	 *
	 * @param bases the digest of each base that moved
	 * @param edits what others did to the files
	 */
	record Noted(Revision revision, Map<BaseName, String> bases, ExternalEdits edits) implements JournalRecord {
	}

	/**
	 * The end of a version of a key.
	 *
	 * @param key the version
	 */
	record Revoked(Revision revision, KnownKey key) implements JournalRecord {

		public Revoked {
			if (!key.isRevoked()) {
				throw new IllegalArgumentException("the key is not revoked");
			}
		}

	}

	/**
	 * Stands for all lines that were dropped before it.
	 *
	 * @param lines how many they were
	 * @param bytes how many bytes they had
	 * @param state what they said
	 */
	record Checkpoint(Revision revision, long lines, long bytes, KnownState state) implements JournalRecord {
	}

	/**
	 * What is known once a broken journal was restored.
	 *
	 * @param state all of it
	 */
	record Restored(Revision revision, KnownState state) implements JournalRecord {
	}

	/**
	 * Names one base.
	 *
	 * @param source whose it is
	 * @param kind of which kind
	 * @param side of which direction
	 */
	record BaseName(String source, Kind kind, Side side) {
	}

}
