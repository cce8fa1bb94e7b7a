package dev.registrysync.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * Files and directories that only their owner may use, written so that they survive a
 * crash.
 */
final class PrivateFiles {

	private static final Logger log = LoggerFactory.getLogger(PrivateFiles.class);

	private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

	private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

	private PrivateFiles() {
	}

	/**
	 * Makes the directory with its parents, 0700; one that is there is made so.
	 */
	static void createDirectory(Path directory) throws IOException {
		if (Files.isDirectory(directory)) {
			restrict(directory, DIRECTORY);
			return;
		}
		Path parent = parent(directory);
		Files.createDirectories(parent);
		Files.createDirectory(directory, attributes(directory, DIRECTORY));
		sync(parent);
	}

	/**
	 * Makes or replaces a file, 0600: temp file, fsync, rename, fsync of the directory.
	 */
	static void write(Path file, byte[] bytes) throws IOException {
		Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
		Files.deleteIfExists(temporary);
		try (FileChannel channel = FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE),
				attributes(temporary, FILE))) {
			writeFully(channel, ByteBuffer.wrap(bytes));
			channel.force(true);
		}
		Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		sync(parent(file));
	}

	static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
		while (bytes.hasRemaining()) {
			channel.write(bytes);
		}
	}

	/**
	 * Takes from a file what others may do with it.
	 */
	static void restrict(Path file) throws IOException {
		restrict(file, FILE);
	}

	private static void restrict(Path path, Set<PosixFilePermission> wanted) throws IOException {
		if (isPosix(path) && !wanted.containsAll(Files.getPosixFilePermissions(path))) {
			Files.setPosixFilePermissions(path, wanted);
			log.warn("{} was open to other users; its permissions are now {}", path,
					PosixFilePermissions.toString(wanted));
		}
	}

	/**
	 * Whether the group or others may read a file, where the file system can tell.
	 */
	static boolean isReadableByOthers(Path file) throws IOException {
		if (!isPosix(file)) {
			return false;
		}
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
		return permissions.contains(PosixFilePermission.GROUP_READ)
				|| permissions.contains(PosixFilePermission.OTHERS_READ);
	}

	private static Path parent(Path path) {
		return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a keystore has a directory");
	}

	private static void sync(Path directory) throws IOException {
		if (isPosix(directory)) {
			try (FileChannel channel = FileChannel.open(directory, READ)) {
				channel.force(true);
			}
		}
	}

	private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
		return isPosix(path) ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(permissions) }
				: new FileAttribute<?>[0];
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

}
