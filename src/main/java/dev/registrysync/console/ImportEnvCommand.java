package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Imports {@code .wallet_keys.env}, or the other file of variables that the platform has.
 */
@Command(name = "env", header = "Takes keys in from the platform's .wallet_keys.env.")
class ImportEnvCommand implements Callable<Integer> {

	private final EnvNaming naming;

	@Parameters(paramLabel = "FILE", description = "The file.")
	private Path file;

	@Mixin
	private ImportOptions options;

	@Mixin
	private DataOptions data;

	@Spec
	private CommandSpec spec;

	ImportEnvCommand() {
		this(EnvNaming.WALLET);
	}

	private ImportEnvCommand(EnvNaming naming) {
		this.naming = naming;
	}

	@Override
	public Integer call() throws IOException {
		return new KeyImport(this.data, this.options, this.spec.commandLine())
			.runByNames(() -> EnvFile.read(this.file, this.naming));
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
