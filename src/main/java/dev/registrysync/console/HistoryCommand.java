package dev.registrysync.console;

import java.io.IOException;
import java.time.Clock;

import dev.registrysync.database.Database;
import dev.registrysync.history.OfflineHistory;
import dev.registrysync.keys.KeyService;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine;

/**
 * Works on the history and the keystore, which have to be there.
 */
abstract class HistoryCommand extends DataCommand {

	abstract void run(DataDirectory directory, KeyService keys, OfflineHistory history);

	@Override
	public Integer call() throws IOException {
		try (DataDirectory directory = takeExisting();
				Database database = existingDatabase(directory);
				KeyService keys = keyService(directory, database)) {
			run(directory, keys, history(directory, database, keys));
			return CommandLine.ExitCode.OK;
		}
	}

	private Database existingDatabase(DataDirectory directory) {
		if (!OfflineKeystore.isIn(directory.keystore())) {
			throw withoutKeystore(directory);
		}
		return database(directory);
	}

	private KeyService keyService(DataDirectory directory, Database database) {
		if (!OfflineKeystore.isIn(directory.keystore(), database)) {
			throw withoutKeystore(directory);
		}
		return new KeyService(database, directory.keystore(), passphraseFile(), secp256k1(), Clock.systemUTC(),
				identityAliases());
	}

	private OfflineHistory history(DataDirectory directory, Database database, KeyService keys) {
		return findHistory(database, keys.service())
			.orElseThrow(() -> new RefusedException("There is no history in %s.".formatted(directory.state()),
					"Check --data-dir, and that the data volume is mounted. A lost history comes from a backup only."));
	}

}
