package dev.registrysync.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import dev.registrysync.identity.Secp256k1;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.volume.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the data are and what opens the keystore: the same settings as the service's.
 */
final class DataOptions {

	static final String DATA_DIR = "--data-dir";

	static final String PASSPHRASE_FILE = "--passphrase-file";

	@Option(names = DATA_DIR, paramLabel = "DIR", defaultValue = "./data",
			description = "The data directory; else REGISTRY_SYNC_DATA_DIR, else ./data.")
	private Path directory;

	@Option(names = PASSPHRASE_FILE, paramLabel = "FILE",
			description = "The file with the keystore's passphrase; else REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FILE, "
					+ "else a generated key beside the keys opens it.")
	private @Nullable Path passphraseFile;

	private final Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	Path directory() {
		return this.directory;
	}

	boolean exists() {
		return Files.isDirectory(this.directory);
	}

	@Nullable Path passphraseFile() {
		return this.passphraseFile;
	}

	Secp256k1 secp256k1() {
		return this.secp256k1;
	}

	/**
	 * Takes the data directory; makes none.
	 */
	DataDirectory takeExisting() {
		if (!exists()) {
			throw new RefusedException("There is no data directory %s.".formatted(this.directory),
					"Name it with --data-dir or REGISTRY_SYNC_DATA_DIR.");
		}
		return DataDirectory.open(this.directory);
	}

	/**
	 * Opens the keystore, if there is one.
	 */
	Optional<OfflineKeystore> findKeystore(DataDirectory data) {
		return OfflineKeystore.find(data.keystore(), this.passphraseFile, this.secp256k1);
	}

	/**
	 * Opens the keystore, which has to be there.
	 */
	OfflineKeystore existingKeystore(DataDirectory data) {
		return findKeystore(data).orElseThrow(() -> new RefusedException(
				"There is no keystore in %s.".formatted(data.keystore()),
				"Check --data-dir, and that the data volume is mounted. A lost keystore comes from a backup only."));
	}

	/**
	 * Opens the keystore, and makes it if there is none.
	 */
	OfflineKeystore keystore(DataDirectory data) {
		return OfflineKeystore.open(data.keystore(), this.passphraseFile, this.secp256k1, Instant.now());
	}

}
