package dev.registrysync.history;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
	 * Returns the part of the commit that is not about the given kinds.
	 */
	public Commit without(Set<Kind> kinds) {
		return kinds.isEmpty() ? this : new Commit(this.revision, this.cause, this.at,
				without(this.documents, kinds::contains), without(this.attested, (ref) -> kinds.contains(ref.kind())),
				without(this.keys, (ref) -> kinds.contains(ref.kind())),
				this.bases.stream().filter((base) -> !kinds.contains(base.kind())).toList(), this.edits.without(kinds));
	}

	private static <K, V> Map<K, V> without(Map<K, V> map, Predicate<K> dropped) {
		Map<K, V> rest = new LinkedHashMap<>(map);
		rest.keySet().removeIf(dropped);
		return rest;
	}

	Map<Kind, DocumentDigests> digests() {
		Map<Kind, DocumentDigests> digests = new EnumMap<>(Kind.class);
		this.documents.forEach((kind, document) -> digests.put(kind, document.digests()));
		return digests;
	}

	/**
	 * One document's replacement by another.
	 *
	 * @param before empty if there was no document
	 * @param after the document that the commit makes
	 */
	public record Replacement(Optional<RegistryDocument> before, RegistryDocument after) {

		DocumentDigests digests() {
			return new DocumentDigests(this.before.map(RegistryDocument::digest), this.after.digest());
		}

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
