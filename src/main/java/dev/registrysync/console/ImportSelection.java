package dev.registrysync.console;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;

/**
 * The ids whose keys an import looks for.
 *
 * @param known the known ids, and those whose keys they use
 * @param listed whether they were listed for this import
 * @param registered the entries in the registry files
 * @param identities which of them use the key of another
 * @param storeAliases the ids under which the store knows some of them
 */
record ImportSelection(Set<EntryRef> known, boolean listed, RegisteredEntries registered, IdentityAliases identities,
		StoreAliases storeAliases) {

	ImportSelection {
		known = Collections.unmodifiableSet(new LinkedHashSet<>(known));
	}

	/**
	 * Selects the listed ids, else those in the registry files.
	 * @param aliases the file with the ids in the store that are not those of the entries
	 * @throws RefusedException if an id in that file is unknown or has no key of its own
	 */
	static ImportSelection of(Optional<Set<EntryRef>> listed, @Nullable Path aliases, RegisteredEntries registered,
			IdentityAliases identities) {
		Set<EntryRef> known = new LinkedHashSet<>();
		for (EntryRef entry : listed.orElseGet(registered::entries)) {
			known.add(entry);
			known.add(identities.resolve(entry));
		}
		StoreAliases read = (aliases != null) ? StoreAliases.read(aliases) : StoreAliases.NONE;
		for (EntryRef owner : read.owners()) {
			if (!known.contains(owner)) {
				throw new RefusedException("%s: %s is not one of the known ids.".formatted(aliases, owner),
						"Mend the id before the =, or take the line out.");
			}
			if (identities.isAlias(owner)) {
				throw new RefusedException(
						"%s: %s has no key of its own, by registry-sync.identity-aliases it uses that of %s."
							.formatted(aliases, owner, identities.resolve(owner)),
						"Take the line out, or name that one before the =.");
			}
		}
		return new ImportSelection(known, listed.isPresent(), registered, identities, read);
	}

	/**
	 * Returns the known ids that have a key of their own.
	 * @throws RefusedException if no ids are known
	 */
	Set<EntryRef> owners() {
		if (this.known.isEmpty()) {
			throw new RefusedException("No ids are known: there are no entries in the registry files, or in the list.",
					"Name a list with --ids, or copy the platform's registry files into the data directory's config/ first.");
		}
		return this.known.stream()
			.filter((entry) -> !this.identities.isAlias(entry))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * Returns the known ids that use the key of another, and whose.
	 */
	Map<EntryRef, EntryRef> users() {
		return this.known.stream()
			.filter(this.identities::isAlias)
			.collect(Collectors.toMap((entry) -> entry, this.identities::resolve, (one, same) -> one, TreeMap::new));
	}

}
