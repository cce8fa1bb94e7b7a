package dev.registrysync.console;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.registry.EntryRef;

/**
 * Whose keys to look for.
 *
 * @param owners the known ids
 * @param listed whether they were listed for this import
 * @param aliases the ids under which other programs know some of them
 */
record Wanted(Set<EntryRef> owners, boolean listed, Aliases aliases) {

	Wanted {
		owners = Collections.unmodifiableSet(new LinkedHashSet<>(owners));
	}

	static Wanted of(ImportOptions options, RegisteredEntries registered) {
		Optional<Set<EntryRef>> listed = options.findListed();
		Set<EntryRef> owners = listed.orElseGet(registered::owners);
		return new Wanted(owners, listed.isPresent(), options.aliases(owners));
	}

	/**
	 * The known ids, at least one.
	 */
	Set<EntryRef> someOwners() {
		if (this.owners.isEmpty()) {
			throw new RefusedException("No ids are known: there are no entries in the registry files, or in the list.",
					"Name a list with --ids, or copy the platform's registry files into the data directory's config/ first.");
		}
		return this.owners;
	}

}
