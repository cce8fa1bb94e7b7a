package dev.registrysync.console;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.registrysync.backup.BackupFile;
import dev.registrysync.backup.BackupRestore;
import dev.registrysync.volume.DataDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
final class RestoreCommand implements Callable<Integer> {

	/** What is in an empty data directory all the same. */
	private static final Set<String> NOTHING = Set.of(".lock", "lost+found");

	@Option(names = "--from", paramLabel = "DIR", description = "The backup to restore.")
	private @Nullable Path from;

	@Mixin
	private DataOptions data;

	@Spec
	private CommandSpec spec;

	@Override
	public Integer call() throws IOException {
		if (this.from == null) {
			throw new ParameterException(this.spec.commandLine(), "Say what: --from DIR, registry or history.");
		}
		BackupRestore restore = BackupRestore.of(this.from);
		try (DataDirectory directory = DataDirectory.open(this.data.directory())) {
			requireEmpty(this.data.directory());
			List<BackupFile> files = restore.into(directory);
			PrintWriter out = this.spec.commandLine().getOut();
			out.println("%d files are restored in %s. Run verify-restore, then start the service."
				.formatted(files.size(), directory));
			out.flush();
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
