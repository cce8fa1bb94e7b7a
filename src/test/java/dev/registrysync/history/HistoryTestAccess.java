package dev.registrysync.history;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.registrysync.database.Database;
import dev.registrysync.database.Databases;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;

/**
 * Opens a history for tests of other packages.
 */
public final class HistoryTestAccess {

	private static final Map<String, Database> DATABASES = new ConcurrentHashMap<>();

	private HistoryTestAccess() {
	}

	/**
	 * Returns the database beside a history, which stays open until the process ends.
	 */
	static Database database(Path directory) {
		return DATABASES.computeIfAbsent(directory.toString(),
				(path) -> Databases.sqlite(Path.of(path, "database")).database());
	}

	public static History open(Path directory, Database database, ServiceIdentity service) {
		return new FileHistory(directory, database, service, Secp256k1.bouncyCastle(), Retention.DEFAULT);
	}

}
