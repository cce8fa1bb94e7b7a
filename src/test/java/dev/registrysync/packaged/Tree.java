package dev.registrysync.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a data directory with what they say: of a database its rows, of all others
 * the bytes. What SQLite keeps beside a database says nothing of its own.
 *
 * @param files by path
 */
record Tree(Map<Path, String> files) {

	/**
	 * Reads all files but the lock.
	 */
	static Tree of(Path data) {
		return of(data, data.resolve(".lock"));
	}

	/**
	 * Reads all files but the lock and what is at or below a path.
	 */
	static Tree of(Path data, Path but) {
		Map<Path, String> files = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(data)) {
			paths.filter(Files::isRegularFile)
				.filter((path) -> !path.startsWith(but) && !path.endsWith(".lock") && !isBesideDatabase(path))
				.forEach((path) -> files.put(path, read(path)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new Tree(files);
	}

	private static boolean isBesideDatabase(Path path) {
		return List.of(".db-wal", ".db-shm", ".db.unchecked").stream().anyMatch(path.toString()::endsWith);
	}

	private static String read(Path path) {
		if (path.toString().endsWith(".db")) {
			return new DatabaseFile(path).content();
		}
		try {
			return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
