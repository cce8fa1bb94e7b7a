package dev.registrysync.history;

import java.nio.file.Path;

import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;

/**
 * Opens a history for tests of other packages.
 */
public final class HistoryTestAccess {

	private HistoryTestAccess() {
	}

	public static History open(Path directory, ServiceIdentity service) {
		return new FileHistory(directory, service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
	}

}
