package dev.registrysync.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * One change set of the persistent registry.
 *
 * @param revision the revision that it makes
 * @param syncId the run that decided it
 * @param at when
 * @param documents the documents' digests before and after
 * @param attested what was attested for the entries that changed
 * @param keys the keys of the entries whose address it writes or changes
 * @param bases the bases that changed with it
 */
public record Commit(Revision revision, String syncId, Instant at, Map<Kind, DocumentDigests> documents,
		Map<EntryRef, AttestedContent> attested, Map<EntryRef, CommittedKey> keys, List<Base> bases) {

	public Commit {
		documents = Map.copyOf(documents);
		attested = Map.copyOf(attested);
		keys = Map.copyOf(keys);
		bases = List.copyOf(bases);
	}

	/**
	 * The digests of a document's bytes, {@code sha256:} and 64 hex digits each.
	 *
	 * @param before empty if there was no document
	 * @param after the document that the commit makes
	 */
	public record DocumentDigests(Optional<String> before, String after) {
	}

}
