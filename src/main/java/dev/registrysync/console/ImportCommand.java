package dev.registrysync.console;

import picocli.CommandLine.Command;

/**
 * Groups the imports.
 */
@Command(name = "import", header = "Takes keys in from the stores of other programs.",
		synopsisSubcommandLabel = "STORE",
		description = { "",
				"Goes from known ids to the names in the store, never back. The known ids are those in the registry "
						+ "files, or in a list. A key never replaces another one. If the store is broken, nothing is "
						+ "imported at all.",
				"" },
		subcommands = { ImportEnvCommand.class, ImportEnvCommand.AgentVault.class, ImportVaultCommand.class,
				ImportV3Command.class })
final class ImportCommand {

}
