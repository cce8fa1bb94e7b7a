package dev.registrysync.volume;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Opens regular files only. To open a pipe waits until somebody writes to it, and a
 * device may never end. Java cannot open a file without waiting, so the type is read
 * first: only a program that exchanges the file between these two calls can make a reader
 * wait.
 */
public final class RegularFile {

	private static final int MAX_LINKS = 40;

	private static final List<String> OPEN_ALREADY = List.of("/dev/fd", "/dev/stdin", "/proc/self/fd");

	private RegularFile() {
	}

	/**
	 * Opens a file to read it from its beginning. An interrupt does not close it.
	 * @throws IOException as {@link #require} does, or if the file cannot be read
	 */
	public static InputStream open(Path path) throws IOException {
		require(path);
		return Files.newInputStream(path);
	}

	/**
	 * Refuses everything but a regular file, or a symbolic link to one.
	 * @throws NoSuchFileException if nothing is there
	 * @throws FileSystemException if something else is there, with a reason: a symbolic
	 * link to nothing, a directory, a pipe or a device
	 */
	public static void require(Path path) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
			if (!attributes.isRegularFile()) {
				throw new FileSystemException(path.toString(), null, "it is a %s, not a regular file"
					.formatted(attributes.isDirectory() ? "directory" : "pipe or device"));
			}
		}
		catch (NoSuchFileException ex) {
			if (Files.isSymbolicLink(path)) {
				throw new FileSystemException(path.toString(), null,
						"it is a symbolic link to %s, which does not exist".formatted(Files.readSymbolicLink(path)));
			}
			throw ex;
		}
	}

	/**
	 * Refuses the same, but for what this process has open already, as the shell's
	 * {@code <(…)} names it: for files that a person names.
	 * @throws IOException as {@link #require} does
	 */
	public static void requireNamed(Path path) throws IOException {
		if (OPEN_ALREADY.stream().noneMatch(path::startsWith)) {
			require(path);
		}
	}

	/**
	 * The path to which a symbolic link leads in the end, whether or not something is
	 * there; the path itself if it is no link.
	 */
	static Path follow(Path path) throws IOException {
		Path file = path;
		for (int links = 0; Files.isSymbolicLink(file); links++) {
			if (links == MAX_LINKS) {
				throw new FileSystemLoopException(path.toString());
			}
			file = file.resolveSibling(Files.readSymbolicLink(file));
		}
		return file;
	}

}
