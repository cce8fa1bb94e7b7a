package dev.registrysync.console;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What all imports are told.
 */
final class ImportOptions {

	@Option(names = "--dry-run", description = "Say what would be done, and write nothing. Recommended first.")
	private boolean dryRun;

	@Option(names = "--ids", paramLabel = "FILE",
			description = "The known ids: lines agents/ID or tools/ID. Default: those in the registry files.")
	private @Nullable Path ids;

	@Option(names = "--aliases", paramLabel = "FILE",
			description = "Lines RUNTIME_ID = OTHER_ID: the key stored under OTHER_ID belongs to RUNTIME_ID.")
	private @Nullable Path aliases;

	boolean dryRun() {
		return this.dryRun;
	}

	/**
	 * The ids in the list, if there is a list.
	 */
	Optional<Set<EntryRef>> findListed() {
		return Optional.ofNullable(this.ids).map(ImportOptions::listed);
	}

	private static Set<EntryRef> listed(Path file) {
		Set<EntryRef> owners = new LinkedHashSet<>();
		for (InputFile.Line line : InputFile.lines(file)) {
			owners.add(EntryRefs.find(line.text())
				.orElseThrow(() -> line.refused("this is neither agents/ID nor tools/ID",
						"Write one entry a line, as in agents/coordinator_agent.")));
		}
		return owners;
	}

	/**
	 * The aliases, each of one of the known ids.
	 */
	Aliases aliases(Set<EntryRef> known) {
		Path file = this.aliases;
		Aliases read = (file != null) ? Aliases.read(file) : Aliases.NONE;
		for (EntryRef owner : read.owners()) {
			if (!known.contains(owner)) {
				throw new RefusedException("%s: %s is not one of the known ids.".formatted(file, owner),
						"Mend the id before the =, or take the line out.");
			}
		}
		return read;
	}

}
