package dev.registrysync.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

import dev.registrysync.database.Database;
import dev.registrysync.history.OfflineHistory;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.keys.KeyService;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.volume.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the data are and what opens the keystore: what the options say, else the
 * service's settings.
 */
final class DataOptions {

	@Option(names = "--data-dir", paramLabel = "DIR",
			description = "The data directory; else registry-sync.data-dir of the service's settings.")
	private @Nullable Path directory;

	@Option(names = "--passphrase-file", paramLabel = "FILE",
			description = "The file with the keystore's passphrase; else registry-sync.keystore.passphrase-file of "
					+ "the service's settings, else a generated key beside the keys opens it.")
	private @Nullable Path passphraseFile;

	private final Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	private final Supplier<ServiceSettings> settings;

	DataOptions(Supplier<ServiceSettings> settings) {
		this.settings = settings;
	}

	Path directory() {
		return (this.directory != null) ? this.directory : this.settings.get().dataDir();
	}

	/**
	 * Whether the directory is there; also if that cannot be told.
	 */
	boolean exists() {
		return !Files.notExists(directory());
	}

	@Nullable Path passphraseFile() {
		return (this.passphraseFile != null) ? this.passphraseFile : this.settings.get().passphraseFile();
	}

	/**
	 * Which entries use the key of another.
	 */
	IdentityAliases identityAliases() {
		return this.settings.get().aliases();
	}

	Secp256k1 secp256k1() {
		return this.secp256k1;
	}

	/**
	 * Takes the data directory; makes none.
	 */
	DataDirectory takeExisting() {
		if (!exists()) {
			throw new RefusedException("There is no data directory %s.".formatted(directory()),
					"Name it with --data-dir or registry-sync.data-dir.");
		}
		return DataDirectory.open(directory());
	}

	/**
	 * Opens the database of the service's settings.
	 */
	Database database(DataDirectory data) {
		return Database.open(this.settings.get().environment(), data.state(), data.keystore());
	}

	/**
	 * Opens the keystore, if there is one.
	 */
	Optional<OfflineKeystore> findKeystore(DataDirectory data) {
		return OfflineKeystore.isIn(data.keystore())
				? OfflineKeystore.find(database(data), data.keystore(), passphraseFile(), this.secp256k1)
				: Optional.empty();
	}

	/**
	 * Opens the keystore, which has to be there.
	 */
	OfflineKeystore existingKeystore(DataDirectory data) {
		return findKeystore(data).orElseThrow(() -> withoutKeystore(data));
	}

	private static RefusedException withoutKeystore(DataDirectory data) {
		return new RefusedException("There is no keystore in %s.".formatted(data.keystore()),
				"Check --data-dir, and that the data volume is mounted. A lost keystore comes from a backup only.");
	}

	/**
	 * Opens the database of the service's settings, which has to be there with a
	 * keystore.
	 */
	Database existingDatabase(DataDirectory data) {
		if (!OfflineKeystore.isIn(data.keystore())) {
			throw withoutKeystore(data);
		}
		return database(data);
	}

	/**
	 * Opens the keystore, which has to be there, with all that the service does with it.
	 */
	KeyService keyService(DataDirectory data, Database database) {
		if (!OfflineKeystore.isIn(data.keystore(), database)) {
			throw withoutKeystore(data);
		}
		return new KeyService(database, data.keystore(), passphraseFile(), this.secp256k1, Clock.systemUTC(),
				identityAliases());
	}

	/**
	 * Reads the history, which has to be there.
	 */
	OfflineHistory history(DataDirectory data, Database database, KeyService keys) {
		return findHistory(database, keys.service())
			.orElseThrow(() -> new RefusedException("There is no history in %s.".formatted(data.state()),
					"Check --data-dir, and that the data volume is mounted. A lost history comes from a backup only."));
	}

	/**
	 * Reads the history, if there is one.
	 */
	Optional<OfflineHistory> findHistory(Database database, ServiceIdentity service) {
		return OfflineHistory.find(database, service, this.secp256k1);
	}

	/**
	 * Opens the keystore, and makes it if there is none.
	 */
	OfflineKeystore keystore(DataDirectory data) {
		return OfflineKeystore.open(database(data), data.keystore(), passphraseFile(), this.secp256k1, Instant.now());
	}

}
