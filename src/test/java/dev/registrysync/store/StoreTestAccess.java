package dev.registrysync.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Opens a store for tests of other packages.
 */
public final class StoreTestAccess {

	private StoreTestAccess() {
	}

	public static RegistryStore open(Path directory) {
		return new JsonFileRegistryStore(directory, Duration.ZERO);
	}

}
