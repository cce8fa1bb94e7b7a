package dev.registrysync.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.registrysync.database.Database;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.DataDirectory;
import dev.registrysync.volume.DurableDirectory;
import dev.registrysync.volume.FileFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups of a data directory, one at a time, while it is in use. The state is
 * copied before the keys, so that the backup has the key of each address in it. The
 * registry files of the backup are those of the last revision.
 */
public final class Backups {

	private static final Logger log = LoggerFactory.getLogger(Backups.class);

	/** Sorts by time, and is a file name on every system. */
	private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	private static final String MAKE_ROOM = "Check the disk of the directory for backups, "
			+ "and its owner and permissions. Then try again.";

	private static final String UNFINISHED = ".unfinished";

	private static final Pattern UNFINISHED_NAME = Pattern
		.compile("\\.[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6}\\.[0-9]{3}Z\\" + UNFINISHED);

	private final DataDirectory data;

	private final Database database;

	private final Clock clock;

	private final ReentrantLock running = new ReentrantLock();

	public Backups(DataDirectory data, Database database, Clock clock) {
		this.data = data;
		this.database = database;
		this.clock = clock;
	}

	/**
	 * Makes a backup in a new directory, which is named by the time and appears only when
	 * all files are durable and verified.
	 * @param parent where to make it; made if it is not there
	 * @throws ProblemException {@code BACKUP_RUNNING} if another one is being made,
	 * {@code BACKUP_UNSUPPORTED} with PostgreSQL, {@code BACKUP_FAILED} or
	 * {@code DISK_FULL}
	 */
	public Backup make(Path parent) {
		if (!this.running.tryLock()) {
			throw new ProblemException(ProblemCode.BACKUP_RUNNING, "Another backup is being made.");
		}
		try {
			return makeAlone(parent.toAbsolutePath().normalize());
		}
		catch (ProblemException ex) {
			throw (ex.code() == ProblemCode.DISK_FULL) ? ex.withRemedy(MAKE_ROOM) : ex;
		}
		catch (UncheckedIOException ex) {
			throw failed(parent, Objects.requireNonNull(ex.getCause()));
		}
		catch (IOException ex) {
			throw failed(parent, ex);
		}
		finally {
			this.running.unlock();
		}
	}

	private static ProblemException failed(Path parent, IOException cause) {
		return FileFailure.of(ProblemCode.BACKUP_FAILED, "The backup cannot be made", parent, cause)
			.withRemedy(MAKE_ROOM);
	}

	private Backup makeAlone(Path parent) throws IOException {
		Instant now = this.clock.instant();
		DurableDirectory directory = DurableDirectory.shared(parent, ProblemCode.BACKUP_FAILED);
		removeUnfinished(parent);
		Path unfinished = directory.path("." + NAME.format(now) + UNFINISHED);
		try {
			List<BackupFile> files = write(unfinished);
			Path finished = directory.path(NAME.format(now));
			Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
			directory.force();
			Backup backup = Backup.of(finished, now, files);
			log.info("Made a backup of {} bytes in {}", backup.bytes(), finished);
			return backup;
		}
		finally {
			remove(unfinished);
		}
	}

	private List<BackupFile> write(Path unfinished) throws IOException {
		DurableDirectory directory = confidential(unfinished);
		this.database.copy(directory.path("state"), directory.path("keystore"));
		copyKeystoreFiles(confidential(directory.path("keystore")));
		DurableDirectory config = confidential(directory.path("config"));
		Database.readCopy(directory.path("state"), (copy) -> {
			PublishedFiles files = new PublishedFiles(copy);
			for (Kind kind : Kind.values()) {
				files.render(kind, config.path(name(RegistryStore.file(this.data, kind))));
			}
			return config;
		}).force();
		List<BackupFile> files = Checksums.of(unfinished);
		directory.replace(Checksums.FILE, Checksums.toBytes(files));
		return files;
	}

	/**
	 * Copies what opens the keys. These files are only ever replaced whole.
	 */
	private void copyKeystoreFiles(DurableDirectory to) {
		DurableDirectory from = DurableDirectory.confidential(this.data.keystore(), ProblemCode.KEYSTORE_INACCESSIBLE);
		from.list()
			.stream()
			.filter((name) -> !Database.isKeyFile(name))
			.forEach((name) -> from.read(name).ifPresent((bytes) -> to.replace(name, bytes)));
	}

	private static String name(Path file) {
		return String.valueOf(file.getFileName());
	}

	private static DurableDirectory confidential(Path directory) {
		return DurableDirectory.confidential(directory, ProblemCode.BACKUP_FAILED);
	}

	/**
	 * Removes what a process left that was stopped while it made a backup.
	 */
	private static void removeUnfinished(Path parent) throws IOException {
		try (Stream<Path> paths = Files.list(parent)) {
			for (Path path : paths.filter((path) -> UNFINISHED_NAME.matcher(name(path)).matches()).toList()) {
				remove(path);
			}
		}
	}

	private static void remove(Path directory) throws IOException {
		if (Files.notExists(directory)) {
			return;
		}
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
