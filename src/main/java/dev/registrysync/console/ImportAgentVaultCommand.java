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
 * Imports {@code .agent_keys.env}.
 */
@Command(name = "agent-vault", header = "Takes keys in from the platform's plaintext agent vault, .agent_keys.env.")
final class ImportAgentVaultCommand implements Callable<Integer> {

	@Parameters(paramLabel = "FILE", description = "The file, .agent_keys.env.")
	private Path file;

	@Mixin
	private ImportOptions options;

	@Mixin
	private DataOptions data;

	@Spec
	private CommandSpec spec;

	@Override
	public Integer call() throws IOException {
		return new KeyImport(this.data, this.options, this.spec.commandLine().getOut()).run((context) -> {
			try (EnvFile keys = EnvFile.read(this.file, EnvNaming.AGENT_VAULT)) {
				return new NameMatching(keys, context.wanted(), this.data.secp256k1()).match();
			}
		});
	}

}
