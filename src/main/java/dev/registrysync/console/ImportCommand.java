package dev.registrysync.console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Names the stores that keys can come from.
 */
@Command(name = "import", header = "Takes keys in from the stores of other programs.",
		description = { "",
				"Goes from known ids to the names in the store, never back. The known ids are those in the registry "
						+ "files, or in a list. A key never replaces another one. If the store is broken, nothing is "
						+ "imported at all.",
				"" },
		subcommands = { ImportEnvCommand.class, ImportEnvCommand.AgentVault.class, ImportVaultCommand.class,
				ImportV3Command.class })
final class ImportCommand implements Runnable {

	@Spec
	private CommandSpec spec;

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "Say where from: env, agent-vault, vault or v3.");
	}

}
