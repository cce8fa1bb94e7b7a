package dev.registrysync.console;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Brings back what is damaged, one command for each kind of file.
 */
@Command(name = "restore", header = "Brings a damaged registry file or journal back.", synopsisSubcommandLabel = "WHAT",
		subcommands = { RestoreRegistryCommand.class, RestoreHistoryCommand.class })
final class RestoreCommand implements Runnable {

	@Spec
	private CommandSpec spec;

	@Override
	public void run() {
		throw new ParameterException(this.spec.commandLine(), "Say what: registry or history.");
	}

}
