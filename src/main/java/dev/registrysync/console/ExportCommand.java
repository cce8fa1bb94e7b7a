package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.keys.DamagedKey;
import dev.registrysync.keys.OfflineKeystore;
import dev.registrysync.keys.SecretFile;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonText;
import dev.registrysync.secretstorage.EncryptedKey;
import dev.registrysync.secretstorage.ScryptCost;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Writes keys as Web3 Secret Storage files.
 */
@Command(name = "export", header = "Writes keys as Web3 Secret Storage files (version 3), for other programs.",
		description = { "",
				"One file for each key, named by its address. Each takes about a second and 256 MiB of memory, with "
						+ "--light a tenth of a second.",
				"" })
final class ExportCommand extends DataCommand {

	private static final int LEAST_SHOWN = 2;

	@Parameters(paramLabel = "KIND/ID", arity = "0..*", converter = EntryRefs.class,
			description = "Whose keys: agents/ID or tools/ID.")
	private List<EntryRef> owners = List.of();

	@Option(names = "--all", description = "All keys that are in use.")
	private boolean all;

	@Option(names = "--out", paramLabel = "DIR", required = true,
			description = "Where to: a new directory, or one for you alone.")
	private Path out;

	@Option(names = "--v3-passphrase-file", paramLabel = "FILE", required = true,
			description = "The file with the passphrase for the exported files.")
	private Path passphraseFile;

	@Option(names = "--light", description = "scrypt with n=4096, p=6: for very strong passphrases only.")
	private boolean light;

	@Override
	public Integer call() throws IOException {
		if (this.all == !this.owners.isEmpty()) {
			throw usage("Say which keys: either --all, or KIND/ID ...");
		}
		demandMemory();
		try (DataDirectory directory = takeExisting();
				OfflineKeystore keystore = existingKeystore(directory);
				SecretFile passphrase = InputFile.secret(this.passphraseFile)) {
			export(keystore, chosen(keystore), passphrase);
			return this.all ? complete(keystore.damaged()) : CommandLine.ExitCode.OK;
		}
	}

	private ScryptCost cost() {
		return this.light ? ScryptCost.LIGHT : ScryptCost.STANDARD;
	}

	private void demandMemory() {
		if (!cost().fitsInto(Runtime.getRuntime().maxMemory())) {
			throw new RefusedException("There is too little memory to encrypt a key in the standard way.",
					"Start java with -Xmx512m, or use --light with a very strong passphrase.");
		}
	}

	private List<KeyFacts> chosen(OfflineKeystore keystore) {
		if (this.all) {
			return keystore.list();
		}
		Map<EntryRef, KeyFacts> known = new LinkedHashMap<>();
		keystore.list().forEach((key) -> known.put(key.owner(), key));
		Set<EntryRef> wanted = new LinkedHashSet<>();
		this.owners.forEach((entry) -> wanted.add(identityAliases().resolve(entry)));
		List<EntryRef> missing = wanted.stream().filter((owner) -> !known.containsKey(owner)).toList();
		if (!missing.isEmpty()) {
			throw new RefusedException(
					"The keystore has no usable key of %s. Nothing was exported.".formatted(String.join(", ",
							missing.stream().map((owner) -> Printable.of(owner.toString())).toList())),
					"Check the spelling, and whether the key is damaged with verify-restore.");
		}
		return wanted.stream().map(known::get).toList();
	}

	private void export(OfflineKeystore keystore, List<KeyFacts> keys, SecretFile passphrase) {
		ExportDirectory directory = ExportDirectory.open(this.out);
		directory.demandFree(keys.stream().map(ExportCommand::fileName).toList());
		Progress progress = new Progress(err(), "Encrypting", keys.size(), LEAST_SHOWN);
		Table table = new Table("OWNER", "ADDRESS", "FILE");
		for (KeyFacts key : keys) {
			EncryptedKey encrypted = keystore.lend(key.owner(),
					(secret) -> EncryptedKey.encrypt(secret, key.address(), passphrase.bytes(), cost()));
			String text = JsonText.indented(ExportNote.of(key).in(encrypted.toJson()), 0) + "\n";
			directory.write(fileName(key), text.getBytes(US_ASCII));
			table.add(Printable.of(key.owner().toString()), key.address().toString(), fileName(key));
			progress.step();
		}
		directory.sync();
		table.print(out());
		out().println("%n%d exported to %s.".formatted(keys.size(), this.out));
	}

	private static String fileName(KeyFacts key) {
		return EncryptedKey.digits(key.address()) + ".json";
	}

	private int complete(List<DamagedKey> damaged) {
		damaged.forEach(
				(key) -> err().println("not exported, since its record is damaged: " + Printable.of(key.toString())));
		return damaged.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
	}

}
