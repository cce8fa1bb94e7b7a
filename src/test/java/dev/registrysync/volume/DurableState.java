package dev.registrysync.volume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The part of a directory tree that survives a power failure: the content that a file had
 * when it was forced last, under the names that its directory had when that was forced
 * last. The tree that is there at the beginning is durable.
 */
final class DurableState {

	private final Path root;

	private final Map<Object, DurableFile> files = new HashMap<>();

	/** The names in each directory, and which file each one is; none for a directory. */
	private final Map<Path, Map<Path, @Nullable DurableFile>> directories = new HashMap<>();

	DurableState(Path root) throws IOException {
		this.root = root;
		try (Stream<Path> paths = Files.walk(root)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				if (Files.isDirectory(path)) {
					forced(path);
				}
				else {
					find(path).force();
				}
			}
		}
	}

	/**
	 * Notes that a file or directory is durable as it is now.
	 */
	synchronized void forced(Path path) throws IOException {
		if (!Files.isDirectory(path)) {
			find(path).force();
			return;
		}
		Map<Path, @Nullable DurableFile> names = new HashMap<>();
		try (Stream<Path> children = Files.list(path)) {
			for (Path child : children.toList()) {
				names.put(child, Files.isDirectory(child) ? null : find(child));
			}
		}
		this.directories.put(path, names);
	}

	/**
	 * The file of that name. It stays open, so that its number is not used again.
	 */
	synchronized DurableFile find(Path path) throws IOException {
		Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
		DurableFile known = this.files.get(key);
		if (known == null) {
			known = new DurableFile(FileChannel.open(path, StandardOpenOption.READ));
			this.files.put(key, known);
		}
		return known;
	}

	/**
	 * Takes from the disk all that is not durable.
	 */
	void loseTheRest() throws IOException {
		Map<Path, byte[]> left = new HashMap<>();
		List<Path> made = Stream.concat(Stream.of(this.root), directories(this.root)).toList();
		made.forEach((directory) -> this.directories.getOrDefault(directory, Map.of()).forEach((path, file) -> {
			if (file != null) {
				left.put(path, file.content);
			}
		}));
		try (Stream<Path> paths = Files.walk(this.root)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
		for (Path directory : made) {
			Files.createDirectory(directory,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		for (Map.Entry<Path, byte[]> file : left.entrySet()) {
			Files.createFile(file.getKey(),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
			Files.write(file.getKey(), file.getValue());
		}
		for (DurableFile file : this.files.values()) {
			file.channel.close();
		}
	}

	private Stream<Path> directories(Path directory) {
		return this.directories.getOrDefault(directory, Map.of())
			.entrySet()
			.stream()
			.filter((child) -> child.getValue() == null)
			.map(Map.Entry::getKey)
			.flatMap((child) -> Stream.concat(Stream.of(child), directories(child)));
	}

	/**
	 * A file, whatever its names are.
	 */
	static final class DurableFile {

		private final FileChannel channel;

		private byte[] content = new byte[0];

		private DurableFile(FileChannel channel) {
			this.channel = channel;
		}

		/**
		 * Notes that the content is durable as it is now.
		 */
		void force() throws IOException {
			ByteBuffer bytes = ByteBuffer.allocate((int) this.channel.size());
			this.channel.read(bytes, 0);
			this.content = bytes.array();
		}

	}

}
