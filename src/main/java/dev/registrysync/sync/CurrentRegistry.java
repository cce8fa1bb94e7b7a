package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.history.History;
import dev.registrysync.history.KeptRevision;
import dev.registrysync.history.Publications.Publication;
import dev.registrysync.history.Publications.Replacing;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.TextStore;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.store.RegistryStore.Recovered;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistent registry as it is now: what was committed last, with the edits that
 * others made to the files since these were written. Writes the files of what is
 * committed.
 */
final class CurrentRegistry {

	private static final Logger log = LoggerFactory.getLogger(CurrentRegistry.class);

	private static final int ATTEMPTS = 3;

	private final RegistryStore store;

	private final History history;

	private final Map<Kind, Known> known = new ConcurrentHashMap<>();

	/** The kinds of which nobody knows whether the file was replaced. */
	private final Set<Kind> uncertain = ConcurrentHashMap.newKeySet();

	CurrentRegistry(RegistryStore store, History history) {
		this.store = store;
		this.history = history;
		this.uncertain.addAll(Set.of(Kind.values()));
	}

	/**
	 * Reads the registry of a kind. A file that cannot be understood is read again for a
	 * second first.
	 * @return empty if there never was one
	 * @throws ProblemException {@code REGISTRY_UNREADABLE} or {@code REGISTRY_MISSING}
	 */
	Optional<CurrentDocument> read(Kind kind) {
		return read(kind, this.store::find);
	}

	/**
	 * Reads the registry of a kind once. The file is not read while the file system says
	 * that it is the one that was read last.
	 * @throws ProblemException as for {@link #read}
	 */
	Optional<CurrentDocument> readCached(Kind kind) {
		return read(kind, this.store::glance);
	}

	/**
	 * Reads again, for a second, while a file cannot be understood.
	 */
	<T> T patiently(Supplier<T> reading) {
		return this.store.patiently(reading);
	}

	/**
	 * Returns where a run keeps the texts of entries that it changes.
	 */
	TextStore texts() {
		return this.store.texts();
	}

	private Optional<CurrentDocument> read(Kind kind, Function<Kind, Optional<RegistryDocument>> reading) {
		@Nullable KeptRevision last = this.history.findLastChange(kind).orElse(null);
		Optional<RegistryDocument> file = readFile(kind, reading, last != null);
		if (last == null) {
			return file.map((document) -> new CurrentDocument(file, document, false, false));
		}
		@Nullable Known before = this.known.get(kind);
		if (before != null && before.change().equals(last) && isSame(before.current().file(), file)) {
			return Optional.of(before.current());
		}
		CurrentDocument current = combine(kind, last, file);
		this.known.put(kind, new Known(last, current));
		return Optional.of(current);
	}

	private static boolean isSame(Optional<RegistryDocument> one, Optional<RegistryDocument> other) {
		return one.orElse(null) == other.orElse(null);
	}

	private Optional<RegistryDocument> readFile(Kind kind, Function<Kind, Optional<RegistryDocument>> reading,
			boolean committed) {
		try {
			return reading.apply(kind);
		}
		catch (ProblemException ex) {
			throw (ex.data().containsKey("line") && committed)
					? ex.withRemedy("Mend the file at the position named, or " + restore(kind)) : ex;
		}
	}

	private CurrentDocument combine(Kind kind, KeptRevision last, Optional<RegistryDocument> file) {
		Publication written = this.history.publications()
			.find(kind)
			.orElseGet(() -> new Publication(Revision.NONE, ""));
		boolean began = written.revision().equals(Revision.NONE) && written.digest().isEmpty();
		if (file.isEmpty() && !began) {
			throw missing(kind);
		}
		if (file.isEmpty() || isDecided(written, last, file.get())) {
			return new CurrentDocument(file, committed(kind), true, true);
		}
		RegistryDocument present = file.get();
		if (written.revision().compareTo(last.revision()) > 0) {
			// The history has lost its end
			return new CurrentDocument(file, present, false, false);
		}
		boolean isPublished = written.revision().equals(last.revision());
		if (written.digest().equals(present.digest())) {
			return new CurrentDocument(file, isPublished ? present : committed(kind), true, !isPublished);
		}
		if (isPublished) {
			boolean restored = written.digest().isEmpty() && committed(kind).digest().equals(present.digest());
			return new CurrentDocument(file, present, restored, false);
		}
		RegistryDocument committed = committed(kind);
		RegistryDocument base = this.history.findDocument(kind, written.revision())
			.orElseGet(() -> RegistryDocument.create(kind, JsonObject.EMPTY));
		RegistryDocument merged = EditedFile.merge(base, committed, present, new DocumentStamp(last.at()), texts());
		return new CurrentDocument(file, merged, merged.digest().equals(committed.digest()), true);
	}

	/**
	 * Returns whether the last revision was decided on the file as it still is, with all
	 * edits in it.
	 */
	private boolean isDecided(Publication written, KeptRevision last, RegistryDocument file) {
		return written.findNext()
			.filter((next) -> next.revision() == last.revision().number() && file.digest().equals(next.replaced()))
			.filter((next) -> next.findDigest().map(committed(file.kind()).digest()::equals).orElse(true))
			.isPresent();
	}

	private RegistryDocument committed(Kind kind) {
		return this.history.findCommitted(kind).orElseThrow(() -> missing(kind));
	}

	private ProblemException missing(Kind kind) {
		return new ProblemException(ProblemCode.REGISTRY_MISSING,
				"The registry of %s is gone, although revision %s made or changed it.".formatted(kind,
						this.history.revision()))
			.withRemedy("Check that the data volume is mounted. If it is, " + restore(kind));
	}

	private String restore(Kind kind) {
		return "stop the service and run \"java -jar registry-sync.jar restore registry --kind %s\": it puts the document of revision %s in place, and keeps what is there."
			.formatted(kind, this.history.revision());
	}

	/**
	 * Why the file of the kind cannot be replaced, or made, as far as that is known.
	 */
	Optional<ProblemException> findObstacle(Kind kind) {
		return this.store.findObstacle(kind);
	}

	/**
	 * Returns whether the file still has the document that was read from it.
	 */
	boolean isStill(Kind kind, CurrentDocument read) {
		return this.store.isStill(kind, read.file());
	}

	/**
	 * Takes note of a document that is committed and not in the file yet.
	 */
	void committed(CurrentDocument current) {
		Kind kind = current.document().kind();
		this.known.put(kind, new Known(this.history.findLastChange(kind).orElseThrow(), current));
	}

	/**
	 * Writes a document that is committed into the file.
	 * @param before what was read before the commit
	 * @param document what is committed, with the edits that others made
	 * @param asCommitted whether it has no such edits
	 * @return false if another program wrote the file meanwhile: then it stays
	 * @throws ProblemException {@code REGISTRY_NOT_REPLACEABLE}, or {@code DISK_FULL}
	 */
	boolean publish(CurrentDocument before, RegistryDocument document, boolean asCommitted) {
		Kind kind = document.kind();
		KeptRevision change = this.history.findLastChange(kind).orElseThrow();
		this.known.put(kind, new Known(change, new CurrentDocument(before.file(), document, asCommitted, true)));
		Publication next = new Publication(change.revision(), asCommitted ? document.digest() : "");
		Optional<String> replaced = before.file().map(RegistryDocument::digest);
		if (!replaced.equals(Optional.of(document.digest()))) {
			if (!asCommitted) {
				begin(kind, new Replacing(change.revision().number(), document.digest(), replaced.orElse(null)));
			}
			this.uncertain.add(kind);
			boolean written = this.store.publish(before.file(), document);
			this.uncertain.remove(kind);
			if (!written) {
				return false;
			}
		}
		this.history.publications().end(kind, next);
		this.store.forget(kind);
		this.known.put(kind,
				new Known(change, new CurrentDocument(Optional.of(document), document, asCommitted, false)));
		return true;
	}

	private void begin(Kind kind, Replacing next) {
		if (!this.history.publications().find(kind).flatMap(Publication::findNext).equals(Optional.of(next))) {
			this.history.publications().begin(kind, next);
		}
	}

	/**
	 * Finds out what became of files that were being replaced when that was interrupted.
	 */
	void recover() {
		for (Kind kind : Set.copyOf(this.uncertain)) {
			this.history.publications()
				.find(kind)
				.flatMap(Publication::findNext)
				.ifPresentOrElse((next) -> recover(kind, next), () -> this.uncertain.remove(kind));
		}
	}

	private void recover(Kind kind, Replacing next) {
		try {
			String digest = next.findDigest()
				.or(() -> this.history.findCommitted(kind).map(RegistryDocument::digest))
				.orElse("");
			Recovered recovered = this.store.recover(kind, Optional.ofNullable(next.replaced()), digest);
			if (recovered != Recovered.NOT_REPLACED) {
				boolean asCommitted = recovered == Recovered.REPLACED
						&& this.history.findCommitted(kind).filter((last) -> last.digest().equals(digest)).isPresent();
				this.history.publications()
					.end(kind, new Publication(new Revision(next.revision()), asCommitted ? digest : ""));
			}
			this.uncertain.remove(kind);
		}
		catch (ProblemException ex) {
			log.warn("What became of the registry file of {} is not known yet: {}", kind, ex.detail());
		}
	}

	/**
	 * Writes the files that lack what was committed last. What cannot be written stays
	 * due.
	 * @return why files could not be written
	 */
	List<ProblemException> publishDue() {
		List<ProblemException> failures = new ArrayList<>();
		for (Kind kind : Kind.values()) {
			try {
				publishDue(kind);
			}
			catch (ProblemException ex) {
				log.debug("The registry file of {} lacks what was committed last: {}", kind, ex.detail());
				failures.add(ex);
			}
		}
		return failures;
	}

	private void publishDue(Kind kind) {
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			Optional<CurrentDocument> due = read(kind).filter(CurrentDocument::due);
			if (due.filter((current) -> !publish(current, current.document(), current.asCommitted())).isEmpty()) {
				return;
			}
		}
		throw new ProblemException(ProblemCode.REGISTRY_CONTENDED,
				"Another program wrote the registry file of %s, each of the %d times that it was to be replaced."
					.formatted(kind, ATTEMPTS),
				Map.of("kind", kind.plural()));
	}

	/**
	 * What was read last.
	 *
	 * @param change the last one of the document then
	 */
	private record Known(KeptRevision change, CurrentDocument current) {
	}

}
