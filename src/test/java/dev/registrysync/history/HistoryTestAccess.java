package dev.registrysync.history;

import java.nio.file.Path;

/**
 * Opens a history for tests of other packages.
 */
public final class HistoryTestAccess {

	private HistoryTestAccess() {
	}

	public static History open(Path directory) {
		return new FileHistory(directory);
	}

}
