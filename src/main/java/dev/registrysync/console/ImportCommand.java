package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Path;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Names the stores that keys can come from, and imports those that are files of
 * variables.
 */
@Command(name = "import", header = "Takes keys in from the stores of other programs.",
		description = { "",
				"Goes from known ids to the names in the store, never back. The known ids are those in the registry "
						+ "files, or in a list. A key never replaces another one. If the store is broken, nothing is "
						+ "imported at all.",
				"" },
		subcommands = { ImportVaultCommand.class, ImportV3Command.class })
final class ImportCommand implements Runnable {

	@Spec
	private CommandSpec spec;

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "Say where from: env, agent-vault, vault or v3.");
	}

	@Command(name = "env", header = "Takes keys in from the platform's .wallet_keys.env.")
	int env(@Parameters(paramLabel = "FILE",
			description = "The file, usually data/identity/.wallet_keys.env.") Path file, @Mixin ImportOptions options,
			@Mixin DataOptions data) throws IOException {
		return importVariables(EnvNaming.WALLET, file, new KeyImport(data, options, this.spec.commandLine()));
	}

	@Command(name = "agent-vault", header = "Takes keys in from the platform's plaintext agent vault, .agent_keys.env.")
	int agentVault(@Parameters(paramLabel = "FILE", description = "The file, .agent_keys.env.") Path file,
			@Mixin ImportOptions options, @Mixin DataOptions data) throws IOException {
		return importVariables(EnvNaming.AGENT_VAULT, file, new KeyImport(data, options, this.spec.commandLine()));
	}

	private static int importVariables(EnvNaming naming, Path file, KeyImport keyImport) throws IOException {
		return keyImport.runByNames(() -> EnvFile.read(file, naming));
	}

}
