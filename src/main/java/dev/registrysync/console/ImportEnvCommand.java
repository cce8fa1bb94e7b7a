package dev.registrysync.console;

import java.nio.file.Path;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Imports {@code .wallet_keys.env}.
 */
@Command(name = "env", header = "Takes keys in from the platform's .wallet_keys.env.")
class ImportEnvCommand extends ImportStoreCommand {

	private final EnvNaming naming;

	@Parameters(paramLabel = "FILE", description = "The file.")
	private Path file;

	ImportEnvCommand() {
		this(EnvNaming.WALLET);
	}

	private ImportEnvCommand(EnvNaming naming) {
		this.naming = naming;
	}

	@Override
	ImportBatch read(ImportSelection selection) {
		try (EnvFile store = EnvFile.read(this.file, this.naming)) {
			return match(store, selection);
		}
	}

	/**
	 * Imports {@code .agent_keys.env}, which has other names.
	 */
	@Command(name = "agent-vault", header = "Takes keys in from the platform's plaintext agent vault, .agent_keys.env.")
	static final class AgentVault extends ImportEnvCommand {

		AgentVault() {
			super(EnvNaming.AGENT_VAULT);
		}

	}

}
