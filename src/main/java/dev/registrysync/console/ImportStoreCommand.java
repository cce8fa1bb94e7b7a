package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import dev.registrysync.console.ImportPlan.Result;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.volume.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * Imports keys: reads the store, decides about all of them, adds the new ones to the
 * keystore at once, and reports.
 */
abstract class ImportStoreCommand extends DataCommand {

	@Option(names = "--dry-run", description = "Say what would be done, and write nothing. Recommended first.")
	private boolean dryRun;

	@Option(names = "--ids", paramLabel = "FILE",
			description = "The known ids: lines agents/ID or tools/ID. Default: those in the registry files.")
	private @Nullable Path ids;

	@Option(names = "--aliases", paramLabel = "FILE",
			description = "Lines RUNTIME_ID = OTHER_ID: the store keeps the key of RUNTIME_ID under OTHER_ID.")
	private @Nullable Path aliases;

	/**
	 * Reads the store.
	 * @throws RefusedException if it is broken: then nothing is imported
	 */
	abstract ImportBatch read(ImportSelection selection);

	@Override
	public final Integer call() throws IOException {
		if (this.dryRun && !exists()) {
			return run(RegisteredEntries.NONE, Optional.empty(), (plan) -> {
			});
		}
		try (DataDirectory directory = DataDirectory.open(directory())) {
			RegisteredEntries registered = RegisteredEntries.read(directory, identityAliases());
			try (@Nullable
			OfflineKeystore keystore = findKeystore(directory).orElse(null)) {
				return run(registered, Optional.ofNullable(keystore), (plan) -> adopt(plan, directory, keystore));
			}
		}
	}

	private int run(RegisteredEntries registered, Optional<OfflineKeystore> keystore, Consumer<ImportPlan> adoption) {
		ImportSelection selection = ImportSelection.of(Optional.ofNullable(this.ids).map(ImportStoreCommand::listed),
				this.aliases, registered, identityAliases());
		try (ImportBatch batch = read(selection)) {
			ImportPlan plan = ImportPlan.of(batch, selection, keystore);
			if (!this.dryRun && !plan.imported().isEmpty()) {
				adoption.accept(plan);
			}
			plan.print(out(), this.dryRun);
			return (plan.count(Result.REFUSED) > 0) ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
		}
	}

	private static Set<EntryRef> listed(Path file) {
		Set<EntryRef> owners = new LinkedHashSet<>();
		for (InputFile.Line line : InputFile.lines(file)) {
			owners.add(EntryRefs.find(line.text())
				.orElseThrow(() -> line.refused("this is neither agents/ID nor tools/ID",
						"Write one entry a line, as in agents/coordinator_agent.")));
		}
		return owners;
	}

	private void adopt(ImportPlan plan, DataDirectory directory, @Nullable OfflineKeystore keystore) {
		if (keystore != null) {
			keystore.adopt(plan.imported(), Instant.now());
			return;
		}
		try (OfflineKeystore made = keystore(directory)) {
			made.adopt(plan.imported(), Instant.now());
		}
	}

	/**
	 * Finds the selected keys in a store that has them by name.
	 */
	ImportBatch match(NamedKeys store, ImportSelection selection) {
		return new NameMatching(store, selection, secp256k1()).match(err());
	}

}
