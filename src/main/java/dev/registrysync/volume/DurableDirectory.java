package dev.registrysync.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

/**
 * One directory whose files are replaced whole (temporary file, fsync, rename, fsync of
 * the directory) or extended (append, fsync), and never left half-written. Every failure
 * is a {@link ProblemException}: {@code DISK_FULL}, or the code given here.
 */
public final class DurableDirectory {

	private static final String STAGED_SUFFIX = ".staged";

	private final Path directory;

	private final ProblemCode onFailure;

	private final FileAttribute<?>[] fileMode;

	private DurableDirectory(Path directory, ProblemCode onFailure, String directoryMode, String fileMode) {
		this.directory = directory;
		this.onFailure = onFailure;
		this.fileMode = mode(directory, fileMode);
		if (!Files.isDirectory(directory)) {
			io("cannot be made", directory, () -> Files.createDirectories(directory, mode(directory, directoryMode)));
		}
	}

	/**
	 * A directory that other programs read: mode 0755, files 0644.
	 */
	public static DurableDirectory shared(Path directory, ProblemCode onFailure) {
		return new DurableDirectory(directory, onFailure, "rwxr-xr-x", "rw-r--r--");
	}

	/**
	 * A directory for this program's user alone: mode 0700, files 0600.
	 */
	public static DurableDirectory confidential(Path directory, ProblemCode onFailure) {
		return new DurableDirectory(directory, onFailure, "rwx------", "rw-------");
	}

	private static FileAttribute<?>[] mode(Path path, String permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
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
	 * The bytes that wait to become the file; empty if there are none.
	 */
	public Optional<byte[]> readStaged(String name) {
		return read(staged(name).staged());
	}

	private Optional<byte[]> read(Path path) {
		return io("cannot be read", path, () -> {
			try {
				return Optional.of(Files.readAllBytes(path));
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
		publish(stage(name, bytes));
	}

	/**
	 * Makes the file's next content durable without touching the file.
	 */
	public StagedFile stage(String name, byte[] bytes) {
		StagedFile file = staged(name);
		io("cannot be written", file.staged(), () -> {
			Files.deleteIfExists(file.staged());
			Files.createFile(file.staged(), this.fileMode);
			keepPermissions(file);
			try (FileChannel channel = FileChannel.open(file.staged(), StandardOpenOption.WRITE)) {
				writeFully(channel, bytes);
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

	private static void keepPermissions(StagedFile file) throws IOException {
		PosixFileAttributeView old = Files.getFileAttributeView(file.target(), PosixFileAttributeView.class);
		if (old != null && Files.exists(file.target())) {
			Files.setPosixFilePermissions(file.staged(), old.readAttributes().permissions());
		}
	}

	private StagedFile staged(String name) {
		return new StagedFile(path(name), path("." + name + STAGED_SUFFIX));
	}

	/**
	 * Puts what was staged in the file's place.
	 */
	public void publish(StagedFile file) {
		io("cannot be replaced", file.target(), () -> {
			Files.move(file.staged(), file.target(), StandardCopyOption.ATOMIC_MOVE);
			sync();
			return file;
		});
	}

	/**
	 * Puts what was staged under that name, perhaps by an earlier process, in the file's
	 * place.
	 */
	public void publish(String name) {
		publish(staged(name));
	}

	public void discard(StagedFile file) {
		io("cannot be removed", file.staged(), () -> Files.deleteIfExists(file.staged()));
	}

	public void discard(String name) {
		discard(staged(name));
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
				Files.createFile(path, this.fileMode);
			}
			try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
				long length = channel.size();
				channel.position(length);
				try {
					writeFully(channel, bytes);
					channel.force(false);
				}
				catch (IOException ex) {
					channel.truncate(length);
					throw ex;
				}
			}
			if (created) {
				sync();
			}
			return path;
		});
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

	private static void writeFully(FileChannel channel, byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

	private void sync() throws IOException {
		try (FileChannel channel = FileChannel.open(this.directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

	private <T> T io(String failure, Path path, Operation<T> operation) {
		try {
			return operation.run();
		}
		catch (IOException ex) {
			throw problem(this.onFailure, "The file " + failure, path, ex);
		}
	}

	static ProblemException problem(ProblemCode code, String failure, Path path, IOException cause) {
		ProblemCode actual = isDiskFull(cause) ? ProblemCode.DISK_FULL : code;
		String reason = (cause instanceof FileSystemException ex && ex.getReason() != null) ? ex.getReason()
				: cause.getClass().getSimpleName();
		return new ProblemException(actual, "%s: %s: %s.".formatted(failure, path, reason),
				Map.of("file", path.toString()), cause);
	}

	private static boolean isDiskFull(IOException cause) {
		String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
		return text.contains("no space left") || text.contains("quota exceeded");
	}

	@FunctionalInterface
	private interface Operation<T> {

		T run() throws IOException;

	}

}
