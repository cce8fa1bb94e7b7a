package dev.registrysync.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * The directory that holds everything which must survive. While it is open, no other
 * process can open it: the operating system frees the lock when this one ends, however it
 * ends.
 */
public final class DataDirectory implements AutoCloseable {

	private static final String LOCK = ".lock";

	private static final int HOLDER_LENGTH = 256;

	private final Path root;

	private final FileChannel lockChannel;

	private DataDirectory(Path root, FileChannel lockChannel) {
		this.root = root;
		this.lockChannel = lockChannel;
	}

	/**
	 * Takes the directory for this process; makes it if it is not there.
	 * @throws ProblemException {@code DATA_DIRECTORY_IN_USE} naming the process that has
	 * it, or {@code REGISTRY_NOT_WRITABLE}
	 */
	public static DataDirectory open(Path directory) {
		Path root = directory.toAbsolutePath().normalize();
		Path lock = root.resolve(LOCK);
		FileChannel channel = null;
		try {
			Files.createDirectories(root);
			channel = openLock(lock);
			if (tryLock(channel) == null) {
				throw inUse(root, channel);
			}
			writeHolder(channel);
			return new DataDirectory(root, channel);
		}
		catch (IOException ex) {
			closeQuietly(channel, ex);
			throw FileFailure.of(ProblemCode.REGISTRY_NOT_WRITABLE, "The data directory cannot be opened", root, ex);
		}
	}

	/**
	 * Follows no symbolic link: the lock's content is overwritten.
	 */
	private static FileChannel openLock(Path lock) throws IOException {
		if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileSystemException(lock.toString(), null,
					"its lock file %s is not a regular file; remove it".formatted(LOCK));
		}
		return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE,
				LinkOption.NOFOLLOW_LINKS);
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	private static ProblemException inUse(Path root, FileChannel channel) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(HOLDER_LENGTH);
		channel.read(bytes, 0);
		channel.close();
		String holder = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
		return new ProblemException(ProblemCode.DATA_DIRECTORY_IN_USE,
				"The data directory %s is held by %s.".formatted(root, holder.isEmpty() ? "another process" : holder),
				Map.of("directory", root.toString(), "holder", holder));
	}

	/**
	 * Over the name of the holder before, as a full disk has no room for another one.
	 */
	private static void writeHolder(FileChannel channel) throws IOException {
		ProcessHandle self = ProcessHandle.current();
		String started = self.info().startInstant().map((instant) -> ", started " + instant).orElse("");
		byte[] holder = "process %d%s%n".formatted(self.pid(), started).getBytes(StandardCharsets.UTF_8);
		channel.write(ByteBuffer.wrap(holder), 0);
		channel.truncate(holder.length);
	}

	private static void closeQuietly(@Nullable FileChannel channel, IOException cause) {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			cause.addSuppressed(ex);
		}
	}

	/**
	 * Where the registry files are; nothing else there ends in {@code .json}.
	 */
	public Path config() {
		return this.root.resolve("config");
	}

	public Path keystore() {
		return this.root.resolve("keystore");
	}

	/**
	 * Where the database of the state is.
	 */
	public Path state() {
		return this.root.resolve("state");
	}

	@Override
	public void close() throws IOException {
		this.lockChannel.close();
	}

	@Override
	public String toString() {
		return this.root.toString();
	}

}
