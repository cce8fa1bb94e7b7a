package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

import dev.registrysync.backup.Backup;
import dev.registrysync.backup.Backups;
import dev.registrysync.database.Database;
import dev.registrysync.volume.DataDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes a backup while no service runs.
 */
@Command(name = "backup", header = "Makes a verified backup of the data directory.", description = { "",
		"The backup is a new directory, named by the time. While the service runs, POST /backup makes one. restore "
				+ "--from puts it back.",
		"" })
final class BackupCommand extends DataCommand {

	@Option(names = "--to", paramLabel = "DIR", required = true,
			description = "Where to make the new directory; best on another volume.")
	private Path to;

	@Override
	public Integer call() throws IOException {
		try (DataDirectory directory = takeExisting(); Database database = database(directory)) {
			Backup backup = new Backups(directory, database, Clock.systemUTC()).make(this.to);
			backup.files().forEach((file) -> out().println("%12d  %s".formatted(file.bytes(), file.path())));
			out().println("The backup is %s.".formatted(backup.directory()));
			return CommandLine.ExitCode.OK;
		}
	}

}
