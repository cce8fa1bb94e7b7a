package dev.registrysync.history;

import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Knows by their digests which documents the registry had at which revision.
 */
final class PastDocuments {

	private final Map<Kind, NavigableMap<Revision, DocumentDigests>> changes = new EnumMap<>(Kind.class);

	void add(Revision revision, Map<Kind, DocumentDigests> documents) {
		documents.forEach((kind, digests) -> this.changes.computeIfAbsent(kind, (first) -> new TreeMap<>())
			.put(revision, digests));
	}

	/**
	 * The digests of the documents at a revision: those that the last commit up to it
	 * made, else those that the first one behind it found.
	 * @return by kind; empty where there was no document, and no kind that no commit ever
	 * changed
	 */
	Map<Kind, Optional<String>> at(Revision revision) {
		Map<Kind, Optional<String>> digests = new EnumMap<>(Kind.class);
		this.changes.forEach((kind, changed) -> {
			Map.@Nullable Entry<Revision, DocumentDigests> last = changed.floorEntry(revision);
			digests.put(kind,
					(last != null) ? Optional.of(last.getValue().after()) : changed.firstEntry().getValue().before());
		});
		return digests;
	}

	/**
	 * The first revision behind this one that changed a document; empty if none did.
	 */
	Optional<Revision> findNext(Revision revision) {
		return this.changes.values()
			.stream()
			.map((changed) -> Optional.ofNullable(changed.higherKey(revision)))
			.flatMap(Optional::stream)
			.min(Revision::compareTo);
	}

}
