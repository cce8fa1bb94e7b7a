package dev.registrysync.console;

import java.nio.file.Path;
import java.util.Optional;

import dev.registrysync.keys.SecretFile;
import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Imports Web3 Secret Storage files.
 */
@Command(name = "v3", header = "Takes keys in from Web3 Secret Storage files (version 3).",
		description = { "",
				"A file's owner is whom --id names, else whom the file names in its member registry_sync (as exported "
						+ "files do), else the entry that claims the key's address in the registry files. In a "
						+ "directory, files are read whose names end in .json or begin with UTC--.",
				"" })
final class ImportV3Command extends ImportStoreCommand {

	@Parameters(paramLabel = "FILE_OR_DIR", description = "One key file, or a directory of them.")
	private Path path;

	@Option(names = "--v3-passphrase-file", paramLabel = "FILE", required = true,
			description = "The file with the passphrase of all these key files; an empty file is the empty passphrase.")
	private Path passphraseFile;

	@Option(names = "--id", paramLabel = "KIND/ID", converter = EntryRefs.class,
			description = "Whose key it is, for one file: agents/ID or tools/ID.")
	private @Nullable EntryRef id;

	@Override
	ImportBatch read(ImportSelection selection) {
		try (SecretFile passphrase = InputFile.foreignPassphrase(this.passphraseFile)) {
			return new V3Files(this.path, Optional.ofNullable(this.id), selection, secp256k1()).open(passphrase, err());
		}
	}

}
