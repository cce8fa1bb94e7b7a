package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.backup.BackupFile;
import dev.registrysync.backup.BackupRestore;
import dev.registrysync.volume.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Restores a backup; its subcommands restore one damaged part.
 */
@Command(name = "restore", header = "Restores a backup, or a damaged registry file or journal.",
		synopsisSubcommandLabel = "[WHAT]",
		description = { "",
				"With --from, all files of the backup are verified and copied into an empty data directory. Run "
						+ "verify-restore before the service starts.",
				"" },
		subcommands = { RestoreRegistryCommand.class, RestoreHistoryCommand.class })
final class RestoreCommand extends DataCommand {

	/** What is in an empty data directory all the same. */
	private static final Set<String> NOTHING = Set.of(".lock", "lost+found");

	@Option(names = "--from", paramLabel = "DIR", description = "The backup to restore.")
	private @Nullable Path from;

	@Override
	public Integer call() throws IOException {
		if (this.from == null) {
			throw usage("Say what: --from DIR, registry or history.");
		}
		BackupRestore restore = BackupRestore.of(this.from);
		try (DataDirectory directory = DataDirectory.open(directory())) {
			requireEmpty(directory());
			List<BackupFile> files = restore.into(directory);
			out().println("%d files are restored in %s. Run verify-restore, then start the service."
				.formatted(files.size(), directory));
			return CommandLine.ExitCode.OK;
		}
	}

	private static void requireEmpty(Path directory) throws IOException {
		try (Stream<Path> paths = Files.list(directory)) {
			if (paths.anyMatch((path) -> !NOTHING.contains(String.valueOf(path.getFileName())))) {
				throw new RefusedException("The data directory %s is not empty.".formatted(directory),
						"Name an empty one with --data-dir, or move away what is there.");
			}
		}
	}

}
