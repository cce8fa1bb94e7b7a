package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

import dev.registrysync.keys.Keystore;
import dev.registrysync.volume.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Changes what opens the keystore.
 */
@Command(name = "change-passphrase", header = "Changes what opens the keystore.", description = { "",
		"Only the key that encrypts the others is wrapped anew, in one step: a crash leaves the old passphrase or "
				+ "the new one in force. Backups made before are opened by the old one.",
		"" })
final class ChangePassphraseCommand extends DataCommand {

	@ArgGroup(multiplicity = "1")
	private Target target;

	@Override
	public Integer call() throws IOException {
		PrintWriter out = out();
		try (DataDirectory directory = takeExisting()) {
			Keystore keystore = new Keystore(directory.keystore(), passphraseFile());
			Path file = this.target.newPassphraseFile;
			if (file == null || this.target.toGeneratedKey) {
				keystore.changeToGeneratedKey();
				out.println("A generated key beside the keys opens the keystore from now on.");
				out.println("Take registry-sync.keystore.passphrase-file out of the service's settings.");
			}
			else {
				InputFile.secret(file).close();
				keystore.changeToPassphrase(file);
				out.println("The passphrase in %s opens the keystore from now on.".formatted(file));
				out.println("Set registry-sync.keystore.passphrase-file to that file.");
			}
			out.println("Backups made before are still opened by what opened them then.");
			return CommandLine.ExitCode.OK;
		}
	}

	/**
	 * What shall open it.
	 */
	static final class Target {

		@Option(names = "--new-passphrase-file", paramLabel = "FILE", required = true,
				description = "The file with the new passphrase.")
		private @Nullable Path newPassphraseFile;

		@Option(names = "--to-generated-key", required = true,
				description = "From now on a generated key that lies beside the keys.")
		private boolean toGeneratedKey;

	}

}
