package dev.registrysync.console;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

import dev.registrysync.database.Database;
import dev.registrysync.history.OfflineHistory;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.volume.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Works on the data directory that its options name, else on that of the service's
 * settings.
 */
abstract class DataCommand implements Callable<Integer> {

	@Option(names = "--data-dir", order = 1, paramLabel = "DIR",
			description = "The data directory; else registry-sync.data-dir of the service's settings.")
	private @Nullable Path directory;

	@Option(names = "--passphrase-file", order = 2, paramLabel = "FILE",
			description = "The file with the keystore's passphrase; else registry-sync.keystore.passphrase-file of "
					+ "the service's settings, else a generated key beside the keys opens it.")
	private @Nullable Path passphraseFile;

	private final Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	@Spec
	private CommandSpec spec;

	PrintWriter out() {
		return this.spec.commandLine().getOut();
	}

	PrintWriter err() {
		return this.spec.commandLine().getErr();
	}

	/**
	 * Returns the failure that says how the command line is wrong.
	 */
	ParameterException usage(String message) {
		return new ParameterException(this.spec.commandLine(), message);
	}

	private ServiceSettings settings() {
		return ((RegistrySyncCommand) this.spec.root().userObject()).settings();
	}

	Path directory() {
		return (this.directory != null) ? this.directory : settings().dataDir();
	}

	/**
	 * Whether the directory is there; also if that cannot be told.
	 */
	boolean exists() {
		return !Files.notExists(directory());
	}

	@Nullable Path passphraseFile() {
		return (this.passphraseFile != null) ? this.passphraseFile : settings().passphraseFile();
	}

	/**
	 * Which entries use the key of another.
	 */
	IdentityAliases identityAliases() {
		return settings().aliases();
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
		return Database.open(settings().environment(), data.state(), data.keystore());
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

	static RefusedException withoutKeystore(DataDirectory data) {
		return new RefusedException("There is no keystore in %s.".formatted(data.keystore()),
				"Check --data-dir, and that the data volume is mounted. A lost keystore comes from a backup only.");
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
