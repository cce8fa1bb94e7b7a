package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a killed process was about, as its files show.
 */
enum Scene {

	/** Keys were there that no entry had yet. */
	BETWEEN_KEYS_AND_COMMIT,

	/** The next files were written beside the old ones. */
	STAGING,

	/** All was committed, and not every file was written. */
	PUBLISHING,

	/** All was in its place but for what was to be tidied away. */
	TIDYING,

	/** Nothing was being written. */
	RESTING;

	static Scene of(Path data) throws IOException {
		RegistryFiles files = new RegistryFiles(data);
		if (JournalFile.of(data).pending()) {
			return PUBLISHING;
		}
		if (hasAny(data, ".staged")) {
			return STAGING;
		}
		if (hasAny(data, ".replaced")) {
			return TIDYING;
		}
		boolean unused = new KeysFile(data).addresses().size() > files.addressesSoFar().size();
		return unused ? BETWEEN_KEYS_AND_COMMIT : RESTING;
	}

	private static boolean hasAny(Path data, String suffix) throws IOException {
		try (Stream<Path> files = Files.list(data.resolve("config"))) {
			return files.anyMatch((file) -> file.toString().endsWith(suffix));
		}
	}

}
