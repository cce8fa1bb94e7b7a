package dev.registrysync.history;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;

/**
 * Gives out the documents of each revision that is kept.
 */
final class DocumentArchive {

	private final Snapshots snapshots;

	private final HistoryState state;

	/** The documents that were committed last, as far as they are in memory. */
	private final Map<Kind, RegistryDocument> committed = new EnumMap<>(Kind.class);

	/**
	 * Makes it.
	 * @param state knows which documents there were; it goes on
	 */
	DocumentArchive(Snapshots snapshots, HistoryState state) {
		this.snapshots = snapshots;
		this.state = state;
	}

	/**
	 * Keeps the documents of a commit. The one before may be one that somebody else made
	 * of the one that was committed last.
	 */
	void keep(Commit commit) {
		commit.documents().forEach((kind, document) -> {
			Optional<RegistryDocument> last = Optional.ofNullable(this.committed.get(kind));
			document.before().ifPresent((before) -> this.snapshots.keep(before, last));
			this.snapshots.keep(document.after(), document.before().or(() -> last));
		});
	}

	/**
	 * Takes note that a commit is in force.
	 */
	void publish(Commit commit) {
		commit.documents().forEach((kind, document) -> this.committed.put(kind, document.after()));
	}

	/**
	 * Looks anew, when it is asked, which documents were committed last.
	 */
	void forgetCommitted() {
		this.committed.clear();
	}

	/**
	 * The entry as it was committed last.
	 */
	Optional<Entry> findCommitted(EntryRef ref) {
		return findCommitted(ref.kind()).flatMap((document) -> document.find(ref.id()));
	}

	/**
	 * The entries of the document that was committed last, in its order; none if it is
	 * not kept.
	 */
	Set<EntryRef> committed(Kind kind) {
		Set<EntryRef> refs = new LinkedHashSet<>();
		findCommitted(kind).ifPresent((document) -> document.ids().forEach((id) -> refs.add(new EntryRef(kind, id))));
		return refs;
	}

	/**
	 * The document that was committed last.
	 */
	Optional<RegistryDocument> findCommitted(Kind kind) {
		if (!this.committed.containsKey(kind)) {
			this.state.findDocument(kind)
				.flatMap(this.snapshots::find)
				.ifPresent((bytes) -> this.committed.put(kind, RegistryDocument.parse(kind, bytes)));
		}
		return Optional.ofNullable(this.committed.get(kind));
	}

	/**
	 * The documents at a revision.
	 * @throws ProblemException {@code REVISION_NOT_FOUND} or {@code REVISION_COMPACTED}
	 */
	Map<Kind, RegistryDocument> at(Revision revision) {
		requirePast(revision);
		Map<Kind, RegistryDocument> documents = new EnumMap<>(Kind.class);
		this.state.past()
			.at(revision)
			.forEach((kind, digest) -> documents.put(kind, digest.map((name) -> snapshot(kind, name, revision))
				.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY))));
		return documents;
	}

	private void requirePast(Revision revision) {
		if (revision.equals(Revision.NONE) || revision.compareTo(this.state.revision()) > 0) {
			throw new ProblemException(ProblemCode.REVISION_NOT_FOUND,
					"The registry has had the revisions up to %s, and %s is none of them."
						.formatted(this.state.revision(), revision),
					Map.of("revision", revision.number(), "present", this.state.revision().number()));
		}
		if (this.state.past().isForgotten(revision)) {
			throw compacted(revision);
		}
	}

	private RegistryDocument snapshot(Kind kind, String digest, Revision revision) {
		byte[] bytes = this.snapshots.find(digest).orElseThrow(() -> compacted(revision));
		return RegistryDocument.parse(kind, bytes);
	}

	private ProblemException compacted(Revision revision) {
		Revision oldest = oldestKept(revision);
		return new ProblemException(ProblemCode.REVISION_COMPACTED,
				"The documents of revision %s are not kept any more; those of %s are.".formatted(revision, oldest),
				Map.of("revision", revision.number(), "oldest_kept", oldest.number()));
	}

	private Revision oldestKept(Revision lost) {
		Optional<Revision> next = this.state.past().findNext(lost);
		while (next.isPresent() && !isKept(next.get())) {
			next = this.state.past().findNext(next.get());
		}
		return next.orElse(this.state.revision());
	}

	private boolean isKept(Revision revision) {
		return this.state.past().at(revision).values().stream().flatMap(Optional::stream).allMatch(this.snapshots::has);
	}

}
