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
		return new JsonFileRegistryStore(directory,
				Path.of(System.getProperty("java.io.tmpdir"), "registry-sync-spools"), Duration.ZERO);
	}

}
