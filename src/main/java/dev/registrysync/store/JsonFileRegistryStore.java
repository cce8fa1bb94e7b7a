package dev.registrysync.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Text;
import dev.registrysync.registry.TextStore;
import dev.registrysync.store.RegistryStore.Recovered;
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
		Optional<Text> copy = copy(kind);
		if (copy.isEmpty()) {
			this.last.remove(kind);
			this.marks.remove(kind);
			return Optional.empty();
		}
		try {
			return Optional.of(document(kind, copy.get()));
		}
		catch (JsonSyntaxException ex) {
			throw unreadable(kind, ex);
		}
	}

	/**
	 * Copies the file to a spool. While the disk is full it is read into memory, so that
	 * it can be served all the same.
	 */
	private Optional<Text> copy(Kind kind) {
		Spool spool = new Spool(this.temporary);
		try {
			return reading(() -> this.directory.copy(file(kind), spool)) ? Optional.of(spool) : Optional.empty();
		}
		catch (ProblemException ex) {
			if (ex.code() != ProblemCode.DISK_FULL) {
				throw ex;
			}
			spool.close();
			return reading(() -> this.directory.read(file(kind))).map(Text::of);
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
		return reading(() -> this.directory.digest(file(document.kind()))).equals(Optional.of(document.digest()));
	}

	private static <T> T reading(Supplier<T> read) {
		try {
			return read.get();
		}
		catch (ProblemException ex) {
			if (ex.code() == ProblemCode.DISK_FULL) {
				throw ex;
			}
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
	public boolean isStill(Kind kind, Optional<RegistryDocument> read) {
		return read.map(this::isStill).orElseGet(() -> !this.directory.has(file(kind)));
	}

	@Override
	public synchronized boolean publish(Optional<RegistryDocument> read, RegistryDocument document) {
		Kind kind = document.kind();
		findVisibleObstacle(kind).ifPresent((problem) -> {
			throw problem;
		});
		boolean replaced;
		try {
			StagedFile file = this.directory.stage(file(kind), document.pieces());
			this.directory.force(List.of(file));
			replaced = isStill(kind, read) && exchange(kind, file, read);
		}
		catch (ProblemException ex) {
			throw refusal(kind, ex);
		}
		if (replaced) {
			remember(document);
		}
		this.unreplaceable.remove(kind);
		if (!replaced) {
			forget(kind);
		}
		return replaced;
	}

	/**
	 * Replaces the file, unless another program wrote it between the last look and that:
	 * others do not lock.
	 */
	private boolean exchange(Kind kind, StagedFile file, Optional<RegistryDocument> read) {
		boolean kept = this.directory.exchange(file);
		boolean replaced = !kept
				|| read.map(RegistryDocument::digest).equals(this.directory.digestReplaced(file(kind)));
		if (!replaced) {
			this.directory.putBack(file(kind));
		}
		this.directory.force(List.of(file));
		return replaced;
	}

	@Override
	public void forget(Kind kind) {
		try {
			this.directory.forget(file(kind));
			this.directory.discard(file(kind));
		}
		catch (ProblemException ex) {
			log.warn("A file that was used to replace a registry file cannot be removed: {}", ex.detail());
		}
	}

	@Override
	public Recovered recover(Kind kind, Optional<String> replaced, String next) {
		boolean isNext = this.directory.digest(file(kind)).equals(Optional.of(next));
		boolean wasReplaced = isNext || this.directory.hasReplaced(file(kind));
		boolean overtaken = isNext && isOvertaken(kind, replaced);
		if (overtaken) {
			this.directory.putBack(file(kind));
			log.info("Another program wrote {} while it was being replaced; its text is put back",
					this.directory.path(file(kind)));
		}
		this.directory.force();
		forget(kind);
		if (!wasReplaced || overtaken) {
			return Recovered.NOT_REPLACED;
		}
		return isNext ? Recovered.REPLACED : Recovered.EDITED_SINCE;
	}

	/**
	 * Returns whether what was replaced is not what was to be replaced.
	 */
	private boolean isOvertaken(Kind kind, Optional<String> replaced) {
		Optional<String> kept = this.directory.digestReplaced(file(kind));
		return kept.isPresent() && !kept.equals(replaced);
	}

}
