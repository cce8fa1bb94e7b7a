package dev.registrysync.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One directory whose files are replaced whole (temporary file, fsync, rename, fsync of
 * the directory) or extended (append, fsync), and never left half-written. Every failure
 * is a {@link ProblemException}: {@code DISK_FULL}, or the code given here.
 */
public final class DurableDirectory {

	private static final String STAGED_SUFFIX = ".staged";

	private static final String REPLACED_SUFFIX = ".replaced";

	private static final Logger log = LoggerFactory.getLogger(DurableDirectory.class);

	private final Path directory;

	private final ProblemCode onFailure;

	private final Access access;

	private DurableDirectory(Path directory, ProblemCode onFailure, Access access) {
		this.directory = directory;
		this.onFailure = onFailure;
		this.access = access;
		io("cannot be made a directory", directory, () -> {
			if (Files.isDirectory(directory)) {
				restrict(directory, access.directory);
			}
			else {
				create(directory, access);
			}
			return directory;
		});
	}

	/**
	 * A directory that other programs read: mode 0755, files 0644. A file that is
	 * replaced keeps its mode.
	 */
	public static DurableDirectory shared(Path directory, ProblemCode onFailure) {
		return new DurableDirectory(directory, onFailure, Access.SHARED);
	}

	/**
	 * A directory for this program's user alone: mode 0700, files 0600. What is there and
	 * open to others is taken from them when it is opened.
	 */
	public static DurableDirectory confidential(Path directory, ProblemCode onFailure) {
		return new DurableDirectory(directory, onFailure, Access.CONFIDENTIAL);
	}

	private static void create(Path directory, Access access) throws IOException {
		Path parent = Objects.requireNonNull(directory.toAbsolutePath().getParent(), "the root is there");
		Files.createDirectories(parent);
		Files.createDirectory(directory, attributes(directory, access.directory));
		sync(parent);
	}

	private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
		return isPosix(path) ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(permissions) }
				: new FileAttribute<?>[0];
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private void restrict(Path path, Set<PosixFilePermission> wanted) throws IOException {
		if (this.access == Access.CONFIDENTIAL && isPosix(path)
				&& !wanted.containsAll(Files.getPosixFilePermissions(path))) {
			Files.setPosixFilePermissions(path, wanted);
			log.warn("{} was open to other users; its permissions are now {}", path,
					PosixFilePermissions.toString(wanted));
		}
	}

	public Path path(String name) {
		return this.directory.resolve(name);
	}

	public boolean has(String name) {
		return Files.exists(path(name));
	}

	/**
	 * The file's bytes; empty if there is no such file.
	 */
	public Optional<byte[]> read(String name) {
		return read(path(name));
	}

	/**
	 * Whether the file is there and has these bytes. Takes no room for another copy.
	 * @param text its pieces, one behind the other
	 */
	public boolean has(String name, Iterable<ByteBuffer> text) {
		return has(path(name), text);
	}

	private boolean has(Path path, Iterable<ByteBuffer> text) {
		return io("cannot be read", path, () -> {
			try {
				restrict(path, this.access.file);
				return WholeFile.has(path, text);
			}
			catch (NoSuchFileException ex) {
				return false;
			}
		});
	}

	/**
	 * What the file system says of the file; empty if it does not say enough, or if there
	 * is no such file.
	 */
	public Optional<FileMark> mark(String name) {
		return io("cannot be read", path(name), () -> FileMark.of(path(name)));
	}

	/**
	 * How many bytes the file has; none if there is no such file.
	 */
	public long length(String name) {
		return io("cannot be read", path(name), () -> {
			try {
				return Files.size(path(name));
			}
			catch (NoSuchFileException ex) {
				return 0L;
			}
		});
	}

	/**
	 * The names of the files that are not hidden, in no order.
	 */
	public List<String> list() {
		return names().stream().filter((name) -> !name.startsWith(".")).toList();
	}

	private List<String> names() {
		return io("cannot be listed", this.directory, () -> {
			try (Stream<Path> paths = Files.list(this.directory)) {
				return paths.map((path) -> String.valueOf(path.getFileName())).toList();
			}
		});
	}

	/**
	 * Reads a part of the file; empty if there is no such file. It may be replaced
	 * meanwhile: then it is the old one that is read.
	 */
	public <T> Optional<T> reading(String name, FileReading<T> reading) {
		Path path = path(name);
		return io("cannot be read", path, () -> {
			try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
				return Optional.of(reading.read(file));
			}
			catch (NoSuchFileException ex) {
				return Optional.empty();
			}
		});
	}

	/**
	 * The bytes that wait to become the file; empty if there are none.
	 */
	public Optional<byte[]> readStaged(String name) {
		return read(staged(name).staged());
	}

	private Optional<byte[]> read(Path path) {
		return io("cannot be read", path, () -> {
			try {
				restrict(path, this.access.file);
				return Optional.of(WholeFile.read(path));
			}
			catch (NoSuchFileException ex) {
				return Optional.empty();
			}
		});
	}

	/**
	 * Replaces the file, or makes it.
	 */
	public void replace(String name, byte[] bytes) {
		publish(stage(name, List.of(ByteBuffer.wrap(bytes))));
	}

	/**
	 * Makes the file's next content durable without touching the file. A file that
	 * somebody made read-only is refused, although it could be replaced.
	 * @param text the pieces of that content, one behind the other
	 */
	public StagedFile stage(String name, Iterable<ByteBuffer> text) {
		StagedFile file = staged(name);
		io("cannot be written", file.target(), () -> {
			if (Files.exists(file.target()) && !Files.isWritable(file.target())) {
				throw new AccessDeniedException(file.target().toString(), null, "it is read-only");
			}
			return file;
		});
		io("cannot be written", file.staged(), () -> {
			Files.deleteIfExists(file.staged());
			Files.createFile(file.staged(), attributes(file.staged(), this.access.file));
			keepMode(file);
			try (FileChannel channel = FileChannel.open(file.staged(), StandardOpenOption.WRITE)) {
				WholeFile.write(channel, text);
				channel.force(true);
			}
			catch (IOException ex) {
				Files.deleteIfExists(file.staged());
				throw ex;
			}
			return file;
		});
		return file;
	}

	private void keepMode(StagedFile file) throws IOException {
		if (this.access == Access.SHARED && isPosix(file.target()) && Files.exists(file.target())) {
			Files.setPosixFilePermissions(file.staged(), Files.getPosixFilePermissions(file.target()));
		}
	}

	private StagedFile staged(String name) {
		return new StagedFile(path(name), path("." + name + STAGED_SUFFIX), path("." + name + REPLACED_SUFFIX));
	}

	/**
	 * Puts what was staged in the file's place.
	 */
	public void publish(StagedFile file) {
		move(file);
		force();
	}

	private void move(StagedFile file) {
		io("cannot be replaced", file.target(),
				() -> Files.move(file.staged(), file.target(), StandardCopyOption.ATOMIC_MOVE));
	}

	/**
	 * Makes durable which files are there.
	 */
	public void force() {
		io("cannot be made durable", this.directory, () -> {
			sync(this.directory);
			return this.directory;
		});
	}

	/**
	 * Puts what was staged under that name, perhaps by an earlier process, in the file's
	 * place.
	 */
	public void publish(String name) {
		publish(staged(name));
	}

	/**
	 * Puts what was staged in the file's place and keeps what stood there, by a hard
	 * link, until {@link #forget}. Another program may have written to it until the last
	 * moment; so that it does not go on with what it may not keep, this is durable only
	 * after {@link #force}.
	 * @return whether it is kept: not if there was no such file, or if the file system
	 * has no hard links
	 */
	public boolean exchange(StagedFile file) {
		boolean kept = io("cannot be kept", file.replaced(), () -> keep(file));
		move(file);
		return kept;
	}

	/**
	 * Whether these are the bytes that an exchange replaced.
	 * @param text their pieces, one behind the other
	 */
	public boolean hasReplaced(String name, Iterable<ByteBuffer> text) {
		return has(staged(name).replaced(), text);
	}

	private static boolean keep(StagedFile file) throws IOException {
		Files.deleteIfExists(file.replaced());
		try {
			Files.createLink(file.replaced(), file.target());
			return true;
		}
		catch (NoSuchFileException | UnsupportedOperationException ex) {
			return false;
		}
		catch (FileSystemException ex) {
			log.debug("No hard link of {}: {}", file.target(), ex.getReason());
			return false;
		}
	}

	/**
	 * The bytes that an exchange replaced, perhaps in an earlier process; empty if there
	 * are none, or if they were forgotten.
	 */
	public Optional<byte[]> readReplaced(String name) {
		return read(staged(name).replaced());
	}

	/**
	 * Puts what an exchange replaced back in its place. It is still kept.
	 */
	public void putBack(String name) {
		StagedFile file = staged(name);
		io("cannot be put back", file.target(), () -> {
			Files.deleteIfExists(file.staged());
			Files.createLink(file.staged(), file.replaced());
			return file;
		});
		publish(file);
	}

	/**
	 * Keeps no longer what an exchange replaced.
	 */
	public void forget(String name) {
		Path replaced = staged(name).replaced();
		io("cannot be removed", replaced, () -> Files.deleteIfExists(replaced));
	}

	public void discard(StagedFile file) {
		io("cannot be removed", file.staged(), () -> Files.deleteIfExists(file.staged()));
	}

	public void discard(String name) {
		discard(staged(name));
	}

	/**
	 * Removes all that was staged and never published, be it by an earlier process.
	 */
	public void discardAll() {
		names().stream()
			.filter((name) -> name.startsWith(".") && name.endsWith(STAGED_SUFFIX))
			.forEach((name) -> remove(name));
	}

	/**
	 * Removes the file, if it is there. After a crash it may be there again.
	 */
	public void remove(String name) {
		io("cannot be removed", path(name), () -> Files.deleteIfExists(path(name)));
	}

	/**
	 * Adds bytes to the file's end. When it returns they are durable; when it throws the
	 * file is as long as it was.
	 */
	public void append(String name, byte[] bytes) {
		Path path = path(name);
		io("cannot be extended", path, () -> {
			boolean created = Files.notExists(path);
			if (created) {
				Files.createFile(path, attributes(path, this.access.file));
			}
			try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
				long length = channel.size();
				channel.position(length);
				try {
					WholeFile.write(channel, List.of(ByteBuffer.wrap(bytes)));
					channel.force(false);
				}
				catch (IOException ex) {
					takeBack(channel, length, ex);
					throw ex;
				}
			}
			if (created) {
				sync(this.directory);
			}
			return path;
		});
	}

	private static void takeBack(FileChannel channel, long length, IOException failure) {
		try {
			channel.truncate(length);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Cuts the file to the given length, durably.
	 */
	public void truncate(String name, long length) {
		Path path = path(name);
		io("cannot be cut", path, () -> {
			try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
				channel.truncate(length);
				channel.force(true);
			}
			return path;
		});
	}

	private static void sync(Path directory) throws IOException {
		if (isPosix(directory)) {
			try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
				channel.force(true);
			}
		}
	}

	private <T> T io(String failure, Path path, Operation<T> operation) {
		try {
			return operation.run();
		}
		catch (IOException ex) {
			throw FileFailure.of(this.onFailure, "The file " + failure, path, ex);
		}
	}

	/**
	 * Who may use the directory and its files.
	 */
	private enum Access {

		SHARED("rwxr-xr-x", "rw-r--r--"),

		CONFIDENTIAL("rwx------", "rw-------");

		private final Set<PosixFilePermission> directory;

		private final Set<PosixFilePermission> file;

		Access(String directory, String file) {
			this.directory = PosixFilePermissions.fromString(directory);
			this.file = PosixFilePermissions.fromString(file);
		}

	}

	@FunctionalInterface
	private interface Operation<T> {

		T run() throws IOException;

	}

}
