package dev.registrysync.console;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import dev.registrysync.history.OfflineHistory;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.keys.KeyService;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Declares keys lost that entries were committed with, so that new keys are made again.
 */
@Command(name = "accept-lost-keys", header = "Accepts that keys are lost for good, so that new ones are made.",
		description = { "",
				"While the keystore lacks a key with which an entry was committed, the service makes no key: an older "
						+ "keystore is likely, and restoring the right one would lose the new keys. Run this only if "
						+ "there is no backup that has them. No entry gets another address by this alone.",
				"" })
final class AcceptLostKeysCommand extends HistoryCommand {

	@Option(names = "--dry-run", description = "List the keys that are missing, and write nothing.")
	private boolean dryRun;

	@Override
	void run(DataDirectory directory, KeyService keys, OfflineHistory history) {
		List<KeyFacts> missing = keys.expect(history.registryId(), committed(history));
		if (missing.isEmpty()) {
			out().println("The keystore has every key with which an entry was committed; there is nothing to accept.");
		}
		else {
			accept(missing, keys, out());
		}
	}

	private static List<KeyFacts> committed(OfflineHistory history) {
		history.findDefect().ifPresent((defect) -> {
			throw new RefusedException("The history, which says which keys there have to be, is broken in " + defect,
					"Restore the history first: restore history --dry-run says what is kept.");
		});
		List<KeyFacts> committed = new ArrayList<>();
		history.committedKeys().forEach((ref, key) -> committed.add(new KeyFacts(ref, key.version(), key.address())));
		return committed;
	}

	private void accept(List<KeyFacts> missing, KeyService keys, PrintWriter out) {
		Table table = new Table("OWNER", "ADDRESS", "VERSION");
		missing.forEach((key) -> table.add(Printable.of(key.owner().toString()), key.address().toString(),
				String.valueOf(key.version())));
		table.print(out);
		out.println();
		if (this.dryRun) {
			out.println("%d keys would be accepted as lost. Dry run: nothing was written.".formatted(missing.size()));
			return;
		}
		keys.acceptLost(missing);
		out.println("%d keys are accepted as lost. The service makes new keys again.".formatted(missing.size()));
		out.println(
				"Entries with these addresses stay UNKNOWN_KEY. To give one a new address, set its member identity to "
						+ "null in the registry file, and sync.");
	}

}
