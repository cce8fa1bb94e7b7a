package dev.registrysync.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Sha256;

/**
 * Notices when others remove, replace or change files of the keystore. The database is
 * never read here, as closing a file drops the locks that its engine holds: only whether
 * it is still the same file counts.
 */
final class WatchedFiles {

	private final KeystoreFiles files;

	private final Map<Path, String> seen = new LinkedHashMap<>();

	/**
	 * Remembers the files as they are.
	 * @throws ProblemException {@code KEYSTORE_MISSING} if one is not there
	 */
	WatchedFiles(KeystoreFiles files, List<Path> watched) {
		this.files = files;
		for (Path file : watched) {
			this.seen.put(file, look(file).orElseThrow(() -> gone(file)));
		}
	}

	/**
	 * Makes sure that all files are as they were.
	 * @throws ProblemException {@code KEYSTORE_MISSING} or {@code KEYSTORE_CHANGED}
	 */
	void requireUnchanged() {
		this.seen.forEach((file, before) -> {
			if (!look(file).orElseThrow(() -> gone(file)).equals(before)) {
				throw KeystoreFailure.changed(file);
			}
		});
	}

	private Optional<String> look(Path file) {
		return file.equals(this.files.database()) ? identity(file) : this.files.read(file).map(WatchedFiles::digest);
	}

	private static String digest(byte[] content) {
		try {
			return Sha256.of(content);
		}
		finally {
			Arrays.fill(content, (byte) 0);
		}
	}

	private static Optional<String> identity(Path file) {
		try {
			return Optional.of(String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey()));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw KeystoreFailure.inaccessible(file, "read", ex);
		}
	}

	private static ProblemException gone(Path file) {
		return KeystoreFailure.missing(file, "the file was there at the start and is gone");
	}

}
