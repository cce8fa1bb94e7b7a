package dev.registrysync.history;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.registrysync.history.Commit.DocumentDigests;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;

/**
 * Knows by their digests which documents the registry had at which revision.
 */
final class PastDocuments {

	private final NavigableMap<Revision, KeptRevision> revisions = new TreeMap<>();

	/** The documents before the oldest revision, if there were older ones. */
	private final Map<Kind, String> before = new EnumMap<>(Kind.class);

	static PastDocuments of(KnownPast known) {
		PastDocuments past = new PastDocuments();
		past.before.putAll(known.before());
		known.revisions().forEach(past::add);
		return past;
	}

	void add(KeptRevision revision) {
		if (!revision.changed().isEmpty()) {
			this.revisions.put(revision.revision(), revision);
		}
	}

	/**
	 * Keeps the oldest revisions no longer.
	 * @param dropped the oldest first
	 */
	void drop(Collection<KeptRevision> dropped) {
		for (KeptRevision revision : dropped) {
			revision.changed().forEach((kind, digests) -> this.before.put(kind, digests.after()));
			this.revisions.remove(revision.revision());
		}
	}

	KnownPast known() {
		return new KnownPast(this.before, revisions());
	}

	/**
	 * The revisions that are kept, the oldest first.
	 */
	List<KeptRevision> revisions() {
		return List.copyOf(this.revisions.values());
	}

	Optional<KeptRevision> findNewest() {
		return Optional.ofNullable(this.revisions.lastEntry()).map(Map.Entry::getValue);
	}

	Optional<Revision> findOldest() {
		return this.revisions.isEmpty() ? Optional.empty() : Optional.of(this.revisions.firstKey());
	}

	int size() {
		return this.revisions.size();
	}

	/**
	 * The digests of all documents that belong to them.
	 */
	Set<String> digests() {
		Set<String> digests = new HashSet<>(this.before.values());
		this.revisions.values().forEach((revision) -> revision.digests().forEach(digests::add));
		return digests;
	}

	/**
	 * Whether nobody knows any more what there was at a revision.
	 */
	boolean isForgotten(Revision revision) {
		return !this.before.isEmpty()
				&& (this.revisions.isEmpty() || revision.compareTo(this.revisions.firstKey()) < 0);
	}

	/**
	 * The digests of the documents at a revision: those that the last commit up to it
	 * made, else those that the first one behind it found.
	 * @return by kind; empty where there was no document, and no kind that no commit ever
	 * changed
	 */
	Map<Kind, Optional<String>> at(Revision revision) {
		Map<Kind, Optional<String>> digests = new EnumMap<>(Kind.class);
		kinds().forEach((kind) -> digests.put(kind, at(kind, revision)));
		return digests;
	}

	private Set<Kind> kinds() {
		Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		kinds.addAll(this.before.keySet());
		this.revisions.values().forEach((revision) -> kinds.addAll(revision.changed().keySet()));
		return kinds;
	}

	private Optional<String> at(Kind kind, Revision revision) {
		return changes(kind, this.revisions.headMap(revision, true).descendingMap()).findFirst()
			.map(DocumentDigests::after)
			.or(() -> Optional.ofNullable(this.before.get(kind)))
			.or(() -> changes(kind, this.revisions.tailMap(revision, false)).findFirst()
				.flatMap(DocumentDigests::before));
	}

	private static Stream<DocumentDigests> changes(Kind kind, Map<Revision, KeptRevision> revisions) {
		return revisions.values()
			.stream()
			.flatMap((revision) -> Optional.ofNullable(revision.changed().get(kind)).stream());
	}

	/**
	 * The revision, if it changed a document.
	 */
	Optional<KeptRevision> find(Revision revision) {
		return Optional.ofNullable(this.revisions.get(revision));
	}

	/**
	 * The first revision behind this one that changed a document; empty if none did.
	 */
	Optional<Revision> findNext(Revision revision) {
		return Optional.ofNullable(this.revisions.higherKey(revision));
	}

}
