package dev.registrysync.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.history.HistoryRestore;
import dev.registrysync.history.OfflineHistory;
import dev.registrysync.identity.AttestationProof;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.keys.KeyService;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets a broken history go on behind its good rows.
 */
@Command(name = "history", header = "Lets a history that is broken go on behind its good rows.",
		description = { "",
				"The rows of the journal that are lost are kept in a file. What they said of entries is taken from "
						+ "attestations, as far as these prove it. Who did it, and when, is written into the journal.",
				"" })
final class RestoreHistoryCommand extends HistoryCommand {

	@Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
	private boolean dryRun;

	@Option(names = "--new-service-key",
			description = "The key that signed the journal is lost for good: believe its rows, and sign with a new one.")
	private boolean newServiceKey;

	@Override
	void run(DataDirectory directory, KeyService keys, OfflineHistory history) {
		List<RegistryDocument> documents = documents(directory, history);
		history.findRestore(proven(history, documents, keys))
			.ifPresentOrElse((plan) -> restore(directory, history, plan, documents),
					() -> out().println("The history is what was written; there is nothing to restore."));
	}

	private static List<RegistryDocument> documents(DataDirectory directory, OfflineHistory history) {
		RegistryStore store = RegistryStore.files(directory);
		List<RegistryDocument> documents = new ArrayList<>();
		for (Kind kind : Kind.values()) {
			Optional<RegistryDocument> document = store.find(kind);
			if (document.isEmpty() && history.knows(kind)) {
				throw new RefusedException("The registry file of %s is gone.".formatted(kind),
						"Restore it first: restore registry --kind %s".formatted(kind));
			}
			document.ifPresent(documents::add);
		}
		return documents;
	}

	private static Map<EntryRef, AttestedContent> proven(OfflineHistory history, List<RegistryDocument> documents,
			KeyService keys) {
		AttestationProof proof = keys.proofs(history.registryId());
		Map<EntryRef, AttestedContent> proven = new HashMap<>();
		documents.forEach((document) -> document.ids()
			.stream()
			.flatMap((id) -> document.find(id).stream())
			.forEach((entry) -> proof.find(entry).ifPresent((content) -> proven.put(entry.ref(), content))));
		return proven;
	}

	private void restore(DataDirectory directory, OfflineHistory history, HistoryRestore plan,
			List<RegistryDocument> documents) {
		PrintWriter out = out();
		history.findDefect().ifPresent((defect) -> out.println("The history is broken in " + defect));
		if (history.isWithoutItsKey() && !this.newServiceKey) {
			throw new RefusedException("The keystore does not have the key that signed the journal.",
					"Restore the keystore directory from a backup. If there is none, --new-service-key believes the journal as it is.");
		}
		out.println("%d rows up to revision %s are good; %d rows behind them %s set aside."
			.formatted(history.goodRows(), plan.good(), history.badRows(), this.dryRun ? "would be" : "are"));
		out.println("%d entries prove that they were attested later. The last revision is %s.".formatted(plan.proven(),
				plan.revision()));
		if (this.dryRun) {
			out.println("Dry run: nothing was written.");
			return;
		}
		Path aside = history.restore(plan, documents, directory.state(), System.getProperty("user.name", "unknown"),
				Instant.now());
		out.println("The rows that were set aside are kept in %s. Start the service and sync.".formatted(aside));
	}

}
