package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;

import dev.registrysync.backup.Backup;
import dev.registrysync.backup.Backups;
import dev.registrysync.database.Database;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Makes a backup while no service runs.
 */
@Command(name = "backup", header = "Makes a verified backup of the data directory.", description = { "",
		"The backup is a new directory, named by the time. While the service runs, POST /backup makes one. restore "
				+ "--from puts it back.",
		"" })
final class BackupCommand implements Callable<Integer> {

	@Option(names = "--to", paramLabel = "DIR", required = true,
			description = "Where to make the new directory; best on another volume.")
	private Path to;

	@Mixin
	private DataOptions data;

	@Spec
	private CommandSpec spec;

	@Override
	public Integer call() throws IOException {
		try (DataDirectory directory = this.data.takeExisting(); Database database = this.data.database(directory)) {
			Backup backup = new Backups(directory, database, Clock.systemUTC()).make(this.to);
			PrintWriter out = this.spec.commandLine().getOut();
			backup.files().forEach((file) -> out.println("%12d  %s".formatted(file.bytes(), file.path())));
			out.println("The backup is %s.".formatted(backup.directory()));
			out.flush();
			return CommandLine.ExitCode.OK;
		}
	}

}
