package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.database.Database;
import dev.registrysync.history.OfflineHistory;
import dev.registrysync.identity.Address;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Checks that the keystore has the key of each address in the registry files, and that
 * the history is what was written.
 */
@Command(name = "verify-restore", header = "Says whether the key of each address opens, and the history is whole.",
		description = { "",
				"Each key is decrypted, its address derived again and compared. The history's digests and signatures "
						+ "are checked. Changes nothing.",
				"" })
final class VerifyRestoreCommand extends DataCommand {

	private static final int LEAST_SHOWN = 1000;

	/** The keys of so many entries are read at once. */
	private static final int AT_ONCE = 5000;

	@Option(names = "--only-problems", description = "List only the addresses whose key does not open.")
	private boolean onlyProblems;

	@Override
	public Integer call() throws IOException {
		try (DataDirectory directory = takeExisting()) {
			RegisteredEntries registered = RegisteredEntries.read(directory, identityAliases());
			if (registered.isEmpty()) {
				throw new RefusedException(
						"There are no entries in the registry files in %s.".formatted(directory.config()),
						"Restore the registry files too: they say which keys there have to be.");
			}
			try (OfflineKeystore keystore = existingKeystore(directory)) {
				boolean complete = report(registered, keystore);
				boolean unbroken = checkHistory(directory, keystore);
				return (complete && unbroken) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
			}
		}
	}

	private boolean report(RegisteredEntries registered, OfflineKeystore keystore) {
		Progress progress = new Progress(err(), "Opening", registered.entries().size(), LEAST_SHOWN);
		Table table = new Table("OWNER", "ADDRESS", "FINDING");
		Map<Kind, Totals> totals = new EnumMap<>(Kind.class);
		List<EntryRef> entries = List.copyOf(registered.entries());
		for (int place = 0; place < entries.size(); place++) {
			if (place % AT_ONCE == 0) {
				keystore.prefetch(entries.subList(place, Math.min(place + AT_ONCE, entries.size()))
					.stream()
					.map(identityAliases()::resolve)
					.toList());
			}
			EntryRef entry = entries.get(place);
			Optional<Address> address = registered.findAddress(entry);
			Optional<String> defect = address.flatMap((claimed) -> findDefect(entry, claimed, keystore));
			totals.computeIfAbsent(entry.kind(), (kind) -> new Totals()).count(address, defect);
			if (defect.isPresent() || !this.onlyProblems) {
				table.add(Printable.of(entry.toString()), address.map(Address::toString).orElse("-"), defect
					.orElse(address.isPresent() ? "its key opens" : "without identity; the next sync gives it one"));
			}
			progress.step();
		}
		keystore.service()
			.find()
			.filter((service) -> !this.onlyProblems)
			.ifPresent((service) -> table.add("the service itself", service.address().toString(), "its key opens"));
		registered.malformed().forEach((name, reason) -> table.add(name, "-", "not an entry: " + reason));
		boolean complete = totals.values().stream().allMatch((sums) -> sums.missing == 0);
		PrintWriter out = out();
		if (!table.isEmpty()) {
			table.print(out);
			out.println();
		}
		keystore.damaged()
			.forEach((key) -> out.println("A record of the keystore is damaged, " + Printable.of(key.toString())));
		totals.forEach((kind, sums) -> out.println("%s: %s".formatted(kind, sums)));
		out.println(complete ? "Every address in the registry files has its key."
				: "Not complete: restore a later backup of the keystore, or import what is missing.");
		return complete;
	}

	/**
	 * Checks that the history is what was written, as far as there is one.
	 */
	private boolean checkHistory(DataDirectory directory, OfflineKeystore keystore) {
		PrintWriter out = out();
		try (Database database = database(directory)) {
			return findHistory(database, keystore.service()).map((history) -> checkHistory(history, out))
				.orElseGet(() -> {
					out.println("There is no history in %s.".formatted(directory.state()));
					return true;
				});
		}
	}

	private static boolean checkHistory(OfflineHistory history, PrintWriter out) {
		Optional<String> defect = history.findDefect();
		out.println(defect
			.map((found) -> ("The history is not what was written: it is broken in %s. "
					+ "Restore a backup of it, or see what restore history --dry-run says.")
				.formatted(found))
			.orElseGet(() -> "The history is what was written, up to revision %s.".formatted(history.revision())));
		return defect.isEmpty();
	}

	private Optional<String> findDefect(EntryRef entry, Address address, OfflineKeystore keystore) {
		EntryRef owner = identityAliases().resolve(entry);
		Optional<String> defect = keystore.findDefect(owner, address);
		return owner.equals(entry) ? defect
				: defect.map((reason) -> "it uses the key of %s, but %s".formatted(owner, reason));
	}

	/**
	 * The sums of one kind.
	 */
	private static final class Totals {

		private int open;

		private int missing;

		private int without;

		private void count(Optional<Address> address, Optional<String> defect) {
			if (address.isEmpty()) {
				this.without++;
			}
			else if (defect.isPresent()) {
				this.missing++;
			}
			else {
				this.open++;
			}
		}

		@Override
		public String toString() {
			return "%d addresses, %d keys open, %d do not, %d entries without identity"
				.formatted(this.open + this.missing, this.open, this.missing, this.without);
		}

	}

}
