package dev.registrysync.history;

import java.util.List;
import java.util.Map;

import dev.registrysync.history.JournalRecord.BaseName;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;

/**
 * All that a journal says at one of its lines.
 *
 * @param documents the digests of the documents
 * @param attested what was attested last for each entry
 * @param keys the key that was committed last for each entry
 * @param originals entries that were seen edited, as they would be without that
 * @param withdrawn entries that a rollback took out and that are not back
 * @param revoked the versions of keys that were revoked
 * @param bases the digest of each base
 * @param past the revisions that are kept
 */
record KnownState(Map<Kind, String> documents, Map<EntryRef, AttestedContent> attested,
		Map<EntryRef, CommittedKey> keys, Map<EntryRef, Entry> originals, Map<EntryRef, Entry> withdrawn,
		List<KnownKey> revoked, Map<BaseName, String> bases, KnownPast past) {

	KnownState {
		documents = Map.copyOf(documents);
		attested = Map.copyOf(attested);
		keys = Map.copyOf(keys);
		originals = Map.copyOf(originals);
		withdrawn = Map.copyOf(withdrawn);
		revoked = List.copyOf(revoked);
		bases = Map.copyOf(bases);
	}

}
