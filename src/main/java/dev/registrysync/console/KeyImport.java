package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.console.ImportPlan.Decision.Result;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine;

/**
 * One import: read the store, decide on all, take in what is new in one go, report.
 */
final class KeyImport {

	private final DataOptions data;

	private final ImportOptions options;

	private final CommandLine commandLine;

	KeyImport(DataOptions data, ImportOptions options, CommandLine commandLine) {
		this.data = data;
		this.options = options;
		this.commandLine = commandLine;
	}

	/**
	 * Imports what a store that keeps keys by name has for the known ids.
	 * @param store opens the store
	 * @return the exit code
	 */
	int runByNames(Supplier<NamedKeys> store) throws IOException {
		return run((context) -> {
			try (NamedKeys keys = store.get()) {
				return new NameMatching(keys, context.wanted(), this.data.secp256k1()).match(context.err());
			}
		});
	}

	/**
	 * Imports what the store has for the known ids.
	 * @param store reads the store
	 * @return the exit code
	 */
	int run(Function<Context, Intake> store) throws IOException {
		if (this.options.dryRun() && !this.data.exists()) {
			return preview(context(RegisteredEntries.NONE), Optional.empty(), store);
		}
		try (DataDirectory directory = DataDirectory.open(this.data.directory())) {
			RegisteredEntries registered = RegisteredEntries.read(directory, this.data.identityAliases());
			try (Keystore keystore = new Keystore(this.data.findKeystore(directory))) {
				return this.options.dryRun() ? preview(context(registered), keystore.opened(), store)
						: run(directory, context(registered), keystore.opened(), store);
			}
		}
	}

	private int preview(Context context, Optional<OfflineKeystore> keystore, Function<Context, Intake> store) {
		try (Intake intake = store.apply(context)) {
			return report(ImportPlan.of(intake, context, keystore), intake);
		}
	}

	private int run(DataDirectory directory, Context context, Optional<OfflineKeystore> keystore,
			Function<Context, Intake> store) {
		try (Intake intake = store.apply(context)) {
			ImportPlan plan = ImportPlan.of(intake, context, keystore);
			if (plan.count(Result.IMPORTED) > 0) {
				adopt(plan, directory, keystore);
			}
			return report(plan, intake);
		}
	}

	private Context context(RegisteredEntries registered) {
		return new Context(Wanted.of(this.options, registered, this.data.identityAliases()), registered,
				this.commandLine.getErr());
	}

	private void adopt(ImportPlan plan, DataDirectory directory, Optional<OfflineKeystore> keystore) {
		if (keystore.isPresent()) {
			keystore.get().adopt(plan.imported(), Instant.now());
			return;
		}
		try (OfflineKeystore made = this.data.keystore(directory)) {
			made.adopt(plan.imported(), Instant.now());
		}
	}

	private int report(ImportPlan plan, Intake intake) {
		new ImportReport(plan, intake.leftOver(), this.options.dryRun()).print(this.commandLine.getOut());
		return (plan.count(Result.REFUSED) > 0) ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
	}

	/**
	 * What a store may need to know.
	 *
	 * @param wanted whose keys to look for
	 * @param registered who is in the registry files
	 * @param err where to show progress
	 */
	record Context(Wanted wanted, RegisteredEntries registered, PrintWriter err) {
	}

	/**
	 * The keystore, if there is one; closed with this.
	 *
	 * @param opened the keystore
	 */
	private record Keystore(Optional<OfflineKeystore> opened) implements AutoCloseable {

		@Override
		public void close() {
			this.opened.ifPresent(OfflineKeystore::close);
		}

	}

}
