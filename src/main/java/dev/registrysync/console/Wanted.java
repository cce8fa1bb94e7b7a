package dev.registrysync.console;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.registry.EntryRef;

/**
 * Whose keys to look for.
 *
 * @param known the known ids, and those whose keys they use
 * @param listed whether they were listed for this import
 * @param identities which of them use the key of another
 * @param storeAliases the ids under which the store knows some of them
 */
record Wanted(Set<EntryRef> known, boolean listed, IdentityAliases identities, StoreAliases storeAliases) {

	Wanted {
		known = Collections.unmodifiableSet(new LinkedHashSet<>(known));
	}

	static Wanted of(ImportOptions options, RegisteredEntries registered, IdentityAliases identities) {
		Optional<Set<EntryRef>> listed = options.findListed();
		Set<EntryRef> known = new LinkedHashSet<>();
		for (EntryRef entry : listed.orElseGet(registered::entries)) {
			known.add(entry);
			known.add(identities.resolve(entry));
		}
		return new Wanted(known, listed.isPresent(), identities, options.storeAliases(known, identities));
	}

	/**
	 * The known ids that have a key of their own.
	 */
	Set<EntryRef> owners() {
		return this.known.stream()
			.filter((entry) -> !this.identities.isAlias(entry))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	/**
	 * The same, at least one.
	 */
	Set<EntryRef> someOwners() {
		if (this.known.isEmpty()) {
			throw new RefusedException("No ids are known: there are no entries in the registry files, or in the list.",
					"Name a list with --ids, or copy the platform's registry files into the data directory's config/ first.");
		}
		return owners();
	}

	/**
	 * The known ids that use the key of another, and whose.
	 */
	Map<EntryRef, EntryRef> users() {
		return this.known.stream()
			.filter(this.identities::isAlias)
			.collect(Collectors.toMap((entry) -> entry, this.identities::resolve, (one, same) -> one, TreeMap::new));
	}

}
