package dev.registrysync.console;

import picocli.CommandLine.Command;

/**
 * Brings back what is damaged, one command for each kind of file.
 */
@Command(name = "restore", header = "Brings a damaged registry file or journal back.", synopsisSubcommandLabel = "WHAT",
		subcommands = { RestoreRegistryCommand.class, RestoreHistoryCommand.class })
final class RestoreCommand {

}
