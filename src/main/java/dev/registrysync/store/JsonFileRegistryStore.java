package dev.registrysync.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Sha256;
import dev.registrysync.registry.Text;
import dev.registrysync.registry.TextStore;
import dev.registrysync.volume.DurableDirectory;
import dev.registrysync.volume.FileFailure;
import dev.registrysync.volume.FileMark;
import dev.registrysync.volume.Spool;
import dev.registrysync.volume.StagedFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each document in the file where the platform has it.
 */
class JsonFileRegistryStore implements RegistryStore {

	private static final Logger log = LoggerFactory.getLogger(JsonFileRegistryStore.class);

	private static final int ATTEMPTS = 6;

	private final DurableDirectory directory;

	private final Path temporary;

	private final Duration pause;

	private final Clock clock;

	private final Map<Kind, RegistryDocument> last = new EnumMap<>(Kind.class);

	/** Why the files could not be replaced for which only an attempt shows that. */
	private final Map<Kind, ProblemException> unreplaceable = new ConcurrentHashMap<>();

	/** The marks of the files that the documents were read from, where known. */
	private final Map<Kind, FileMark> marks = new EnumMap<>(Kind.class);

	/** The marks of the files that were still malformed when a reader gave up. */
	private final Map<Kind, FileMark> damaged = new ConcurrentHashMap<>();

	/**
	 * Makes the store.
	 * @param path the platform's {@code data/config}
	 * @param temporary where to make temporary files
	 * @param patience how long a file that cannot be understood is read again, as others
	 * write it in place
	 */
	JsonFileRegistryStore(Path path, Path temporary, Duration patience) {
		this(path, temporary, patience, Clock.systemUTC());
	}

	/**
	 * Makes the store.
	 * @param clock the one by which the file system says when files were written
	 */
	JsonFileRegistryStore(Path path, Path temporary, Duration patience, Clock clock) {
		this.temporary = temporary;
		this.clock = clock;
		this.directory = DurableDirectory.shared(path, ProblemCode.REGISTRY_NOT_WRITABLE);
		this.pause = patience.dividedBy(ATTEMPTS - 1);
	}

	static String file(Kind kind) {
		return "official_%s_registry.json".formatted(kind);
	}

	@Override
	public Optional<RegistryDocument> find(Kind kind) {
		return patiently(() -> readOnce(kind));
	}

	/**
	 * Waits outside the lock, so that nobody else waits for this reader. A file that has
	 * not changed since a reader waited in vain is not waited for again.
	 */
	@Override
	public <T> T patiently(Supplier<T> reading) {
		Optional<FileMark> first = Optional.empty();
		for (int attempt = 1;; attempt++) {
			try {
				return reading.get();
			}
			catch (ProblemException ex) {
				Kind kind = malformed(ex).orElseThrow(() -> ex);
				Optional<FileMark> mark = mark(kind);
				first = (attempt == 1) ? mark : first;
				if (attempt == ATTEMPTS && mark.equals(first)) {
					mark.ifPresent((same) -> this.damaged.put(kind, same));
				}
				if (attempt == ATTEMPTS || mark.filter((same) -> same.equals(this.damaged.get(kind))).isPresent()) {
					throw ex;
				}
			}
			pause();
		}
	}

	/**
	 * Returns the kind of the file that can be read but not parsed; empty for any other
	 * failure.
	 */
	private static Optional<Kind> malformed(ProblemException failure) {
		return (failure.code() == ProblemCode.REGISTRY_UNREADABLE && failure.data().containsKey("line"))
				? Kind.find(String.valueOf(failure.data().get("kind"))) : Optional.empty();
	}

	private synchronized Optional<RegistryDocument> readOnce(Kind kind) {
		@Nullable RegistryDocument known = this.last.get(kind);
		if (known != null && isStill(known)) {
			return Optional.of(known);
		}
		Spool spool = new Spool(this.temporary);
		if (!reading(() -> this.directory.copy(file(kind), spool))) {
			this.last.remove(kind);
			this.marks.remove(kind);
			return Optional.empty();
		}
		try {
			return Optional.of(document(kind, spool));
		}
		catch (JsonSyntaxException ex) {
			throw unreadable(kind, ex);
		}
	}

	@Override
	public synchronized Optional<RegistryDocument> glance(Kind kind) {
		if (isKnown(kind)) {
			return Optional.ofNullable(this.last.get(kind));
		}
		this.marks.remove(kind);
		Instant now = this.clock.instant();
		Optional<FileMark> before = mark(kind);
		Optional<RegistryDocument> document = readOnce(kind);
		before.filter((mark) -> mark.isOlderThan(now) && before.equals(mark(kind)))
			.ifPresent((mark) -> this.marks.put(kind, mark));
		return document;
	}

	/**
	 * Whether the file system says that the file is the one that was read last.
	 */
	synchronized boolean isKnown(Kind kind) {
		@Nullable FileMark mark = this.marks.get(kind);
		return mark != null && mark(kind).equals(Optional.of(mark));
	}

	private Optional<FileMark> mark(Kind kind) {
		return reading(() -> this.directory.mark(file(kind)));
	}

	private boolean isStill(RegistryDocument document) {
		return reading(() -> this.directory.has(file(document.kind()), document.pieces()));
	}

	private static <T> T reading(Supplier<T> read) {
		try {
			return read.get();
		}
		catch (ProblemException ex) {
			throw new ProblemException(ProblemCode.REGISTRY_UNREADABLE, ex.detail(), ex.data(), ex).withRemedy(
					"Let a regular file be there that the service's user can read: check its owner and permissions, and the disk. It was left as it is.");
		}
	}

	private RegistryDocument document(Kind kind, Text text) {
		RegistryDocument document = RegistryDocument.parse(kind, text);
		remember(document);
		return document;
	}

	/**
	 * Remembers the document without the mark of its file, which is not known yet.
	 */
	private void remember(RegistryDocument document) {
		this.last.put(document.kind(), document);
		this.marks.remove(document.kind());
	}

	private ProblemException unreadable(Kind kind, JsonSyntaxException cause) {
		Path path = this.directory.path(file(kind));
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("file", path.toString());
		data.put("kind", kind.plural());
		data.put("line", cause.position().line());
		data.put("column", cause.position().column());
		data.put("offset", cause.position().offset());
		return new ProblemException(ProblemCode.REGISTRY_UNREADABLE,
				"The registry file %s is not a registry: %s, at %s.".formatted(path, cause.reason(), cause.position()),
				data, cause);
	}

	private void pause() {
		try {
			Thread.sleep(this.pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public Optional<ProblemException> findObstacle(Kind kind) {
		return findVisibleObstacle(kind).or(() -> Optional.ofNullable(this.unreplaceable.get(kind)));
	}

	/**
	 * Returns why the file cannot be replaced, as far as that shows without an attempt.
	 */
	private Optional<ProblemException> findVisibleObstacle(Kind kind) {
		return this.directory.findObstacle(file(kind))
			.map((obstacle) -> notReplaceable(kind, obstacle.cause()).withRemedy(obstacle.remedy()));
	}

	@Override
	public synchronized void retryUnreplaceable() {
		this.unreplaceable.keySet().forEach(this::retry);
	}

	private void retry(Kind kind) {
		try {
			this.directory.tryReplacing(file(kind));
			this.unreplaceable.remove(kind);
		}
		catch (ProblemException ex) {
			log.debug("The registry file of {} still cannot be replaced: {}", kind, ex.detail());
		}
	}

	private ProblemException notReplaceable(Kind kind, String cause) {
		Path path = this.directory.path(file(kind));
		return new ProblemException(ProblemCode.REGISTRY_NOT_REPLACEABLE,
				"The registry file %s cannot be replaced: %s.".formatted(path, cause),
				Map.of("kind", kind.plural(), "file", path.toString()));
	}

	/**
	 * Returns why an attempt to replace a file failed, and remembers the reason if only
	 * an attempt shows it.
	 * @throws ProblemException the failure, if it has another reason, such as a full disk
	 */
	private ProblemException refusal(Kind kind, ProblemException failure) {
		if (failure.code() != ProblemCode.REGISTRY_NOT_WRITABLE) {
			throw failure;
		}
		return findVisibleObstacle(kind).orElseGet(() -> {
			ProblemException problem = notReplaceable(kind,
					(failure.getCause() instanceof IOException cause) ? FileFailure.reason(cause) : failure.detail());
			this.unreplaceable.put(kind, problem);
			return problem;
		});
	}

	@Override
	public TextStore texts() {
		return new Spool(this.temporary);
	}

	@Override
	public PreparedChange prepare(Collection<DocumentChange> changes) {
		Map<DocumentChange, StagedFile> staged = new LinkedHashMap<>();
		Map<Kind, ProblemException> refused = new EnumMap<>(Kind.class);
		try {
			for (DocumentChange change : changes) {
				Kind kind = change.after().kind();
				stage(change, staged).ifPresent((problem) -> refused.put(kind, problem));
			}
			this.directory.force(staged.values());
		}
		catch (ProblemException ex) {
			staged.values().forEach(this.directory::discard);
			throw ex;
		}
		return new StagedDocuments(staged, refused);
	}

	/**
	 * Makes a document durable beside its file.
	 * @return why its file cannot be replaced; empty if nothing is known
	 */
	private Optional<ProblemException> stage(DocumentChange change, Map<DocumentChange, StagedFile> staged) {
		Kind kind = change.after().kind();
		Optional<ProblemException> known = findObstacle(kind);
		if (known.isPresent()) {
			return known;
		}
		try {
			staged.put(change, this.directory.stage(file(kind), change.after().pieces()));
			return Optional.empty();
		}
		catch (ProblemException ex) {
			return Optional.of(refusal(kind, ex));
		}
	}

	@Override
	public boolean recover(Kind kind, Optional<String> before, String after) {
		Optional<String> replaced = this.directory.readReplaced(file(kind)).map(Sha256::of);
		if (replaced.isPresent() && !replaced.equals(before)) {
			putBack(kind, after);
			return false;
		}
		Optional<String> waiting = this.directory.readStaged(file(kind)).map(Sha256::of);
		if (!waiting.equals(Optional.of(after))) {
			// It was published, whatever else waits now and whatever the file is now
			return true;
		}
		Optional<String> now = this.directory.read(file(kind)).map(Sha256::of);
		return now.equals(before) ? publish(kind, after) : now.equals(waiting);
	}

	/**
	 * A file that cannot be replaced stays what it is.
	 */
	private boolean publish(Kind kind, String after) {
		Path path = this.directory.path(file(kind));
		try {
			this.directory.publish(file(kind));
			log.info("A commit that was cut short is finished: {} is in its place", path);
			return true;
		}
		catch (ProblemException ex) {
			boolean tried = ex.code() == ProblemCode.REGISTRY_NOT_WRITABLE;
			log.warn("A commit that was cut short cannot be finished: {}", (tried ? refusal(kind, ex) : ex).detail());
			return this.directory.read(file(kind)).map(Sha256::of).equals(Optional.of(after));
		}
	}

	/**
	 * Somebody else wrote at the last moment, and the process ended before it saw that.
	 */
	private void putBack(Kind kind, String after) {
		if (this.directory.read(file(kind)).map(Sha256::of).equals(Optional.of(after))) {
			this.directory.putBack(file(kind));
		}
	}

	@Override
	public void discard(Kind kind) {
		this.directory.forget(file(kind));
		this.directory.discard(file(kind));
	}

	private final class StagedDocuments implements PreparedChange {

		private final Map<DocumentChange, StagedFile> staged;

		private final Map<Kind, ProblemException> refused;

		private StagedDocuments(Map<DocumentChange, StagedFile> staged, Map<Kind, ProblemException> refused) {
			this.staged = staged;
			this.refused = Map.copyOf(refused);
		}

		@Override
		public Map<Kind, ProblemException> refused() {
			return this.refused;
		}

		@Override
		public boolean isCurrent() {
			return this.staged.keySet().stream().allMatch(this::isCurrent);
		}

		private boolean isCurrent(DocumentChange change) {
			return change.before()
				.map(JsonFileRegistryStore.this::isStill)
				.orElseGet(() -> !JsonFileRegistryStore.this.directory.has(file(change.after().kind())));
		}

		@Override
		public Publication publish() {
			JsonFileRegistryStore store = JsonFileRegistryStore.this;
			synchronized (store) {
				Set<Kind> overtaken = EnumSet.noneOf(Kind.class);
				Map<Kind, ProblemException> refused = new EnumMap<>(Kind.class);
				this.staged.forEach((change, file) -> exchange(change, file, overtaken, refused));
				store.directory.force(this.staged.values());
				return new Publication(overtaken, refused);
			}
		}

		/**
		 * Puts a document in its place, unless another program wrote between the last
		 * look and the exchange: others do not lock.
		 * @throws ProblemException if the exchanged file cannot be compared or put back:
		 * only recovery may remove it then
		 */
		private void exchange(DocumentChange change, StagedFile file, Set<Kind> overtaken,
				Map<Kind, ProblemException> refused) {
			JsonFileRegistryStore store = JsonFileRegistryStore.this;
			Kind kind = change.after().kind();
			boolean kept;
			try {
				kept = store.directory.exchange(file);
			}
			catch (ProblemException ex) {
				refused.put(kind, store.refusal(kind, ex));
				return;
			}
			if (!kept || change.before()
				.filter((before) -> store.directory.hasReplaced(file, before.pieces()))
				.isPresent()) {
				remember(change.after());
			}
			else {
				store.directory.putBack(file(kind));
				overtaken.add(kind);
			}
		}

		@Override
		public void discard() {
			this.staged.keySet().forEach((change) -> JsonFileRegistryStore.this.discard(change.after().kind()));
		}

	}

}
