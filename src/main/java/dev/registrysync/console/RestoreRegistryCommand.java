package dev.registrysync.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

import dev.registrysync.history.OfflineHistory;
import dev.registrysync.keys.KeyService;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.DataDirectory;
import dev.registrysync.volume.DurableDirectory;
import dev.registrysync.volume.FileFailure;
import dev.registrysync.volume.RegularFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Puts the document of a revision in the place of a registry file.
 */
@Command(name = "registry", header = "Puts the document of a revision in the place of a registry file.", description = {
		"", "The file that is there is kept in DATA/set-aside. A sync goes on from the restored one; edits that others "
				+ "made since that revision are in the file that was set aside.",
		"" })
final class RestoreRegistryCommand extends HistoryCommand {

	@Option(names = "--kind", paramLabel = "KIND", required = true, description = "agents or tools.")
	private String kind;

	@Option(names = "--revision", paramLabel = "N", description = "Which revision; else the last one.")
	private @Nullable Long revision;

	@Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
	private boolean dryRun;

	@Override
	public Integer call() throws IOException {
		requireKind();
		if (this.revision != null && this.revision < 1) {
			throw usage("--revision must be 1 or more.");
		}
		return super.call();
	}

	private Kind requireKind() {
		return Kind.find(this.kind).orElseThrow(() -> usage("--kind must be agents or tools."));
	}

	@Override
	void run(DataDirectory directory, KeyService keys, OfflineHistory history) {
		Revision from = (this.revision != null) ? new Revision(this.revision) : history.revision();
		byte[] document = history.document(requireKind(), from);
		restore(directory, requireKind(), from, document);
		if (!this.dryRun) {
			history.replaced(requireKind(), from.equals(history.revision()) ? Sha256.of(document) : "");
		}
	}

	private void restore(DataDirectory directory, Kind wanted, Revision from, byte[] document) {
		PrintWriter out = out();
		Path file = RegistryStore.file(directory, wanted);
		Optional<byte[]> present = read(file);
		if (present.filter((bytes) -> Arrays.equals(bytes, document)).isPresent()) {
			out.println("The file %s is that of revision %s already.".formatted(file, from));
		}
		else {
			String name = String.valueOf(file.getFileName());
			String aside = "%s.%s".formatted(name, Instant.now().toString().replace(":", ""));
			Path kept = directory.config().resolveSibling("set-aside").resolve(aside);
			out.println("The file %s %s by that of revision %s, %d bytes.".formatted(file,
					this.dryRun ? "would be replaced" : "is replaced", from, document.length));
			present.ifPresent((bytes) -> out.println("The %d bytes that are there %s kept in %s."
				.formatted(bytes.length, this.dryRun ? "would be" : "are", kept)));
			if (!this.dryRun) {
				present.ifPresent((bytes) -> DurableDirectory
					.confidential(directory.config().resolveSibling("set-aside"), ProblemCode.REGISTRY_NOT_WRITABLE)
					.replace(aside, bytes));
				DurableDirectory.shared(directory.config(), ProblemCode.REGISTRY_NOT_WRITABLE).replace(name, document);
			}
		}
		out.println(this.dryRun ? "Dry run: nothing was written." : "Start the service and sync.");
	}

	private static Optional<byte[]> read(Path file) {
		try (InputStream bytes = RegularFile.open(file)) {
			return Optional.of(bytes.readAllBytes());
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw FileFailure
				.of(ProblemCode.REGISTRY_UNREADABLE, "The file that would be set aside cannot be read", file, ex)
				.withRemedy("Let this user read the file, or move away what is in its place.");
		}
	}

}
