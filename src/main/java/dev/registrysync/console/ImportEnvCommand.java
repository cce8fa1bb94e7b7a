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
 * Imports {@code .wallet_keys.env}.
 */
@Command(name = "env", header = "Takes keys in from the platform's .wallet_keys.env.")
final class ImportEnvCommand implements Callable<Integer> {

	@Parameters(paramLabel = "FILE", description = "The file, usually data/identity/.wallet_keys.env.")
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
			try (EnvFile keys = EnvFile.read(this.file, EnvNaming.WALLET)) {
				return new NameMatching(keys, context.wanted(), this.data.secp256k1()).match();
			}
		});
	}

}
