package dev.registrysync.console;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.keys.IdentityAliases;
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
			description = "Lines RUNTIME_ID = OTHER_ID: the store keeps the key of RUNTIME_ID under OTHER_ID.")
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
	 * The ids in the store that are not those of the entries, each of one of the known
	 * ids that has a key of its own.
	 */
	StoreAliases storeAliases(Set<EntryRef> known, IdentityAliases identities) {
		Path file = this.aliases;
		StoreAliases read = (file != null) ? StoreAliases.read(file) : StoreAliases.NONE;
		for (EntryRef owner : read.owners()) {
			if (!known.contains(owner)) {
				throw new RefusedException("%s: %s is not one of the known ids.".formatted(file, owner),
						"Mend the id before the =, or take the line out.");
			}
			if (identities.isAlias(owner)) {
				throw new RefusedException(
						"%s: %s has no key of its own, by registry-sync.identity-aliases it uses that of %s."
							.formatted(file, owner, identities.resolve(owner)),
						"Take the line out, or name that one before the =.");
			}
		}
		return read;
	}

}
