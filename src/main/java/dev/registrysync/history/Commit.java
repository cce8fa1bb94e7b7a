package dev.registrysync.history;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * One change set of the persistent registry.
 *
 * @param revision the revision that it makes
 * @param cause the run that decided it
 * @param at when
 * @param documents what becomes of which document
 * @param attested what was attested for the entries that changed
 * @param keys the keys of the entries whose address it writes or changes
 * @param bases the bases that changed with it
 * @param edits what others did to the files
 */
public record Commit(Revision revision, Cause cause, Instant at, Map<Kind, Replacement> documents,
		Map<EntryRef, AttestedContent> attested, Map<EntryRef, CommittedKey> keys, List<Base> bases,
		ExternalEdits edits) {

	public Commit {
		documents = Map.copyOf(documents);
		attested = Map.copyOf(attested);
		keys = Map.copyOf(keys);
		bases = List.copyOf(bases);
	}

	/**
	 * One document's replacement by another.
	 *
	 * @param before empty if there was no document
	 * @param asCommitted whether that is what was committed last
	 * @param after the document that the commit makes
	 * @param file the digest of the file on which it was decided; empty if there was none
	 */
	public record Replacement(Optional<RegistryDocument> before, boolean asCommitted, RegistryDocument after,
			Optional<String> file) {

		/**
		 * A replacement that was decided on a file with the document before.
		 */
		public Replacement(Optional<RegistryDocument> before, boolean asCommitted, RegistryDocument after) {
			this(before, asCommitted, after, before.map(RegistryDocument::digest));
		}

	}

}
