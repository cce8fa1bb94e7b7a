package dev.registrysync.database;

import java.nio.file.Path;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DurableDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads SQLite's native library, which its driver unpacks into a temporary directory.
 */
final class NativeLibrary {

	private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);

	private static final String DIRECTORY = "org.sqlite.tmpdir";

	private NativeLibrary() {
	}

	/**
	 * Unpacks the library into {@code java.io.tmpdir} or, if nothing can be written or
	 * loaded there, into another directory. The data volume comes second, as it may be
	 * full.
	 * @param other is made only if it is needed
	 */
	static synchronized void load(Path other) {
		try {
			SQLiteJDBCLoader.initialize();
		}
		catch (Exception ex) {
			log.info("SQLite cannot be loaded from java.io.tmpdir and is unpacked into {}: {}", other, ex.getMessage());
			loadFrom(DurableDirectory.confidential(other, ProblemCode.DATABASE_UNAVAILABLE).path("").toString());
		}
	}

	private static void loadFrom(String directory) {
		System.setProperty(DIRECTORY, directory);
		try {
			SQLiteJDBCLoader.initialize();
		}
		catch (Exception ex) {
			throw new ProblemException(ProblemCode.DATABASE_UNSUPPORTED,
					"SQLite's native library cannot be loaded from java.io.tmpdir or %s: %s.".formatted(directory,
							ex.getMessage()));
		}
	}

}
