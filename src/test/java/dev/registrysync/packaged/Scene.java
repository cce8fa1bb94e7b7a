package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a killed process was about, as its files show.
 */
enum Scene {

	/** Keys were there that no entry had yet. */
	BETWEEN_KEYS_AND_COMMIT,

	/** The next files were written beside the old ones. */
	STAGING,

	/** The journal was on its way to the disk. */
	APPENDING_TO_THE_JOURNAL,

	/** The commit was recorded, and not every file was in its place. */
	PUBLISHING,

	/** All was in its place but for what was to be tidied away. */
	TIDYING,

	/** Nothing was being written. */
	RESTING;

	static Scene of(Path data) throws IOException {
		RegistryFiles files = new RegistryFiles(data);
		JournalFile journal = JournalFile.of(data);
		boolean staged = hasAny(data, ".staged");
		if (journal.torn()) {
			return APPENDING_TO_THE_JOURNAL;
		}
		if (staged) {
			return (journal.endsWithACommit() && isUnderWay(files, journal)) ? PUBLISHING : STAGING;
		}
		if (hasAny(data, ".replaced")) {
			return TIDYING;
		}
		boolean unused = new KeysFile(data).addresses().size() > files.addressesSoFar().size();
		return unused ? BETWEEN_KEYS_AND_COMMIT : RESTING;
	}

	/**
	 * Else what is staged belongs to the next commit.
	 */
	private static boolean isUnderWay(RegistryFiles files, JournalFile journal) throws IOException {
		for (String kind : RegistryFiles.KINDS) {
			Path waiting = files.file(kind).resolveSibling("." + files.file(kind).getFileName() + ".staged");
			if (Files.exists(waiting)
					&& journal.digests(kind).contains(JournalFile.digest(Files.readAllBytes(waiting)))) {
				return true;
			}
		}
		return hasAny(files.data(), ".replaced");
	}

	private static boolean hasAny(Path data, String suffix) throws IOException {
		for (String directory : List.of("config", "history")) {
			try (Stream<Path> files = Files.list(data.resolve(directory))) {
				if (files.anyMatch((file) -> file.toString().endsWith(suffix))) {
					return true;
				}
			}
		}
		return false;
	}

}
