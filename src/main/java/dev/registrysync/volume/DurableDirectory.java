package dev.registrysync.volume;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
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
 * the directory) and never left half-written. Every failure is a
 * {@link ProblemException}: {@code DISK_FULL}, or the code given here.
 */
public final class DurableDirectory {

	private static final String STAGED_SUFFIX = ".staged";

	private static final String REPLACED_SUFFIX = ".replaced";

	private static final Set<PosixFilePermission> CONFIDENTIAL_DIRECTORY = PosixFilePermissions.fromString("rwx------");

	private static final Set<PosixFilePermission> CONFIDENTIAL_FILE = PosixFilePermissions.fromString("rw-------");

	/** The operating system sets the mode, by the umask. */
	private static final FileAttribute<?>[] NO_MODE = {};

	private static final Logger log = LoggerFactory.getLogger(DurableDirectory.class);

	private final Path directory;

	private final ProblemCode onFailure;

	private final boolean confidential;

	private DurableDirectory(Path directory, ProblemCode onFailure, boolean confidential) {
		this.directory = directory;
		this.onFailure = onFailure;
		this.confidential = confidential;
		io("cannot be made a directory", directory, () -> {
			if (Files.isDirectory(directory)) {
				restrict(directory, CONFIDENTIAL_DIRECTORY);
			}
			else {
				create(directory, confidential);
			}
			return directory;
		});
	}

	/**
	 * Opens a directory that other programs use; makes it if it is not there. New files
	 * follow the umask, and a set-group-id directory passes its group on. A file that is
	 * replaced keeps its mode, and its owner and group where this process may set them.
	 */
	public static DurableDirectory shared(Path directory, ProblemCode onFailure) {
		return new DurableDirectory(directory, onFailure, false);
	}

	/**
	 * Opens a directory for this program's user alone: mode 0700, files 0600. Access that
	 * others have is taken from them when it is opened.
	 */
	public static DurableDirectory confidential(Path directory, ProblemCode onFailure) {
		return new DurableDirectory(directory, onFailure, true);
	}

	private static void create(Path directory, boolean confidential) throws IOException {
		Path parent = parent(directory);
		Files.createDirectories(parent);
		Files.createDirectory(directory, confidential ? mode(directory, CONFIDENTIAL_DIRECTORY) : NO_MODE);
		sync(parent);
	}

	private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
		return isPosix(path) ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(permissions) } : NO_MODE;
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private void restrict(Path path, Set<PosixFilePermission> wanted) throws IOException {
		if (this.confidential && isPosix(path) && !wanted.containsAll(Files.getPosixFilePermissions(path))) {
			Files.setPosixFilePermissions(path, wanted);
			log.warn("{} was open to other users; its permissions are now {}", path,
					PosixFilePermissions.toString(wanted));
		}
	}

	public Path path(String name) {
		return this.directory.resolve(name);
	}

	/**
	 * Whether there is something of this name, even a symbolic link to nothing.
	 */
	public boolean has(String name) {
		return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * The file's bytes; empty if there is no such file.
	 */
	public Optional<byte[]> read(String name) {
		return read(path(name));
	}

	/**
	 * The digest of the file's bytes as {@link dev.registrysync.registry.Sha256} writes
	 * it; empty if there is no such file.
	 */
	public Optional<String> digest(String name) {
		return digest(path(name));
	}

	private Optional<String> digest(Path path) {
		return io("cannot be read", path, () -> {
			try {
				restrict(path, CONFIDENTIAL_FILE);
				return Optional.of(WholeFile.digest(path));
			}
			catch (NoSuchFileException ex) {
				return Optional.empty();
			}
		});
	}

	/**
	 * Copies the file's bytes into a spool.
	 * @return whether there is such a file
	 */
	public boolean copy(String name, Spool spool) {
		return io("cannot be read", path(name), () -> {
			try (InputStream file = RegularFile.open(path(name))) {
				spool.append(file);
				return true;
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
	 * The names of the files that are not hidden, in no order.
	 */
	public List<String> list() {
		return io("cannot be listed", this.directory, () -> {
			try (Stream<Path> paths = Files.list(this.directory)) {
				return paths.map((path) -> String.valueOf(path.getFileName()))
					.filter((name) -> !name.startsWith("."))
					.toList();
			}
		});
	}

	private Optional<byte[]> read(Path path) {
		return io("cannot be read", path, () -> {
			try {
				restrict(path, CONFIDENTIAL_FILE);
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
	 * What would keep the file from being replaced, as far as that can be known without
	 * trying; empty if nothing is known.
	 */
	public Optional<Obstacle> findObstacle(String name) {
		return io("cannot be looked at", path(name), () -> Obstacle.find(path(name)));
	}

	/**
	 * Makes the file's next content durable without touching the file; its hidden name is
	 * durable after {@link #force(Collection)}. A symbolic link is followed: the file to
	 * which it leads is the one to replace. A file that somebody made read-only is
	 * refused, although it could be replaced.
	 * @param text the pieces of that content, one behind the other
	 */
	public StagedFile stage(String name, Iterable<ByteBuffer> text) {
		StagedFile file = staged(name);
		boolean replaces = io("cannot be written", path(name), () -> isReplaceable(path(name)));
		io("cannot be written", file.staged(), () -> {
			Files.deleteIfExists(file.staged());
			try (FileChannel channel = createFile(file.staged(), replaces || this.confidential)) {
				if (replaces && !this.confidential) {
					keepAccess(file);
				}
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

	/**
	 * Whether there is a file to replace.
	 * @throws IOException if it is read-only, or not a regular file
	 */
	private static boolean isReplaceable(Path path) throws IOException {
		try {
			RegularFile.require(path);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
		if (!Files.isWritable(path)) {
			throw new AccessDeniedException(path.toString(), null, "it is read-only");
		}
		return true;
	}

	private static FileChannel createFile(Path path, boolean confidential) throws IOException {
		return FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
				confidential ? mode(path, CONFIDENTIAL_FILE) : NO_MODE);
	}

	/**
	 * The mode before the owner: whoever gives a file away may not be able to change its
	 * mode any more.
	 */
	private static void keepAccess(StagedFile file) throws IOException {
		if (isPosix(file.target())) {
			PosixFileAttributes kept = Files.readAttributes(file.target(), PosixFileAttributes.class);
			PosixFileAttributeView staged = Files.getFileAttributeView(file.staged(), PosixFileAttributeView.class);
			PosixFileAttributes made = staged.readAttributes();
			if (!made.group().equals(kept.group())) {
				tryTo(() -> staged.setGroup(kept.group()));
			}
			staged.setPermissions(kept.permissions());
			if (!made.owner().equals(kept.owner())) {
				tryTo(() -> staged.setOwner(kept.owner()));
			}
		}
	}

	private static void tryTo(Change change) throws IOException {
		try {
			change.make();
		}
		catch (FileSystemException ex) {
			log.debug("The owner or group of {} cannot be kept: {}", ex.getFile(), ex.getReason());
		}
	}

	/**
	 * Beside the file to which a symbolic link leads, as only within a directory a file
	 * can be replaced atomically.
	 */
	private StagedFile staged(String name) {
		Path target = io("cannot be found", path(name), () -> RegularFile.follow(path(name)));
		return new StagedFile(target, target.resolveSibling("." + target.getFileName() + STAGED_SUFFIX),
				target.resolveSibling("." + target.getFileName() + REPLACED_SUFFIX));
	}

	/**
	 * Puts what was staged in the file's place, durably.
	 */
	public void publish(StagedFile file) {
		move(file);
		force(List.of(file));
	}

	private void move(StagedFile file) {
		io("cannot be replaced", file.target(),
				() -> Files.move(file.staged(), file.target(), StandardCopyOption.ATOMIC_MOVE));
	}

	/**
	 * Makes durable which files are there.
	 */
	public void force() {
		force(this.directory);
	}

	/**
	 * Makes durable which names the files have, before or after they are published.
	 */
	public void force(Collection<StagedFile> files) {
		files.stream().map((file) -> parent(file.target())).distinct().forEach(this::force);
	}

	private void force(Path path) {
		io("cannot be made durable", path, () -> {
			sync(path);
			return path;
		});
	}

	private static Path parent(Path file) {
		return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a directory");
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
	 * Tries whether the file could be replaced, by replacing another hard link to it. The
	 * file itself stays. Does nothing if there is no such file, or if the file system has
	 * no hard links.
	 * @throws ProblemException if it cannot be replaced
	 */
	public void tryReplacing(String name) {
		StagedFile file = stage(name, List.of());
		try {
			io("cannot be replaced", file.target(), () -> {
				if (link(file)) {
					Files.move(file.staged(), file.replaced(), StandardCopyOption.ATOMIC_MOVE);
				}
				return file;
			});
		}
		finally {
			discard(file);
			forget(name);
		}
	}

	/**
	 * Makes another hard link to the file.
	 * @return false if there is no such file, or if the file system has no hard links
	 */
	private static boolean link(StagedFile file) throws IOException {
		Files.deleteIfExists(file.replaced());
		try {
			Files.createLink(file.replaced(), file.target());
			return true;
		}
		catch (NoSuchFileException | UnsupportedOperationException ex) {
			return false;
		}
		catch (FileSystemException ex) {
			if (hasHardLinks(file)) {
				throw ex;
			}
			return false;
		}
	}

	private static boolean hasHardLinks(StagedFile file) {
		try {
			Files.createLink(file.replaced(), file.staged());
			return true;
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

	/**
	 * The digest of the bytes that an exchange replaced, perhaps in an earlier process;
	 * empty if there are none, or if they were forgotten.
	 */
	public Optional<String> digestReplaced(String name) {
		return digest(staged(name).replaced());
	}

	/**
	 * Returns whether an exchange came as far as to replace the file: what it replaced is
	 * kept, and nothing waits any more.
	 */
	public boolean hasReplaced(String name) {
		StagedFile file = staged(name);
		return Files.exists(file.replaced(), LinkOption.NOFOLLOW_LINKS)
				&& Files.notExists(file.staged(), LinkOption.NOFOLLOW_LINKS);
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
	 * Removes the file, if it is there. After a crash it may be there again.
	 */
	public void remove(String name) {
		io("cannot be removed", path(name), () -> Files.deleteIfExists(path(name)));
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

	@FunctionalInterface
	private interface Operation<T> {

		T run() throws IOException;

	}

	@FunctionalInterface
	private interface Change {

		void make() throws IOException;

	}

}
