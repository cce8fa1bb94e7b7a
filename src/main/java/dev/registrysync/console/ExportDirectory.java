package dev.registrysync.console;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/**
 * Where exported files go: a directory for its owner alone (0700), files too (0600), and
 * none ever replaces another.
 */
final class ExportDirectory {

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

	private final Path directory;

	private ExportDirectory(Path directory) {
		this.directory = directory;
	}

	/**
	 * Opens the directory, or makes it with its parents.
	 * @throws RefusedException if others may use it, or it cannot be made
	 */
	static ExportDirectory open(Path directory) {
		try {
			if (!Files.exists(directory)) {
				Path parent = directory.toAbsolutePath().getParent();
				if (parent != null) {
					Files.createDirectories(parent);
				}
				Files.createDirectory(directory, attributes(directory, OWNER_ONLY));
			}
			check(directory);
			return new ExportDirectory(directory);
		}
		catch (IOException ex) {
			throw unwritable(directory, ex);
		}
	}

	private static void check(Path directory) throws IOException {
		if (!Files.isDirectory(directory)) {
			throw new RefusedException("%s is not a directory.".formatted(directory), "Name a directory with --out.");
		}
		if (isPosix(directory) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(directory))) {
			throw new RefusedException("%s is open to other users.".formatted(directory),
					"Take that from them with chmod 700 %s, or name a new directory with --out.".formatted(directory));
		}
	}

	private static boolean isPosix(Path path) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix");
	}

	private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
		return isPosix(path) ? new FileAttribute<?>[] { PosixFilePermissions.asFileAttribute(permissions) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Makes sure that none of the files is there.
	 */
	void demandFree(Collection<String> names) {
		List<String> taken = names.stream().filter((name) -> Files.exists(this.directory.resolve(name))).toList();
		if (!taken.isEmpty()) {
			throw taken(taken.get(0));
		}
	}

	private RefusedException taken(String name) {
		return new RefusedException(
				"%s is there already, and is not overwritten.".formatted(this.directory.resolve(name)),
				"Name a new directory with --out, or move the file away.");
	}

	/**
	 * Writes a file durably: whole, or not at all under its name.
	 */
	void write(String name, byte[] bytes) {
		Path file = this.directory.resolve(name);
		Path partial = this.directory.resolve("." + name + ".partial");
		try {
			Files.deleteIfExists(partial);
			try (FileChannel channel = FileChannel.open(partial, Set.of(CREATE_NEW, WRITE),
					attributes(partial, PosixFilePermissions.fromString("rw-------")))) {
				ByteBuffer buffer = ByteBuffer.wrap(bytes);
				while (buffer.hasRemaining()) {
					channel.write(buffer);
				}
				channel.force(true);
			}
			Files.move(partial, file);
		}
		catch (FileAlreadyExistsException ex) {
			throw taken(name);
		}
		catch (IOException ex) {
			throw unwritable(file, ex);
		}
	}

	/**
	 * Waits until the disk has the files' names too.
	 */
	void sync() {
		if (!isPosix(this.directory)) {
			return;
		}
		try (FileChannel channel = FileChannel.open(this.directory, READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			throw unwritable(this.directory, ex);
		}
	}

	private static RefusedException unwritable(Path path, IOException cause) {
		return new RefusedException("%s cannot be written: %s.".formatted(path, cause.getClass().getSimpleName()),
				"Check the disk, and who may write there.");
	}

	@Override
	public String toString() {
		return this.directory.toString();
	}

}
