package dev.registrysync.keys;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * Knows the keys with which entries were committed and that are not here. A new key would
 * change the address of such an entry.
 */
final class MissingKeys {

	private final KeyStorage storage;

	private final IdentityAliases aliases;

	private volatile Map<EntryRef, KeyFacts> missing = Map.of();

	private volatile String origin = "";

	MissingKeys(KeyStorage storage, IdentityAliases aliases) {
		this.storage = storage;
		this.aliases = aliases;
	}

	/**
	 * Notes which keys there have to be; without all of them none is made.
	 * @param registry the registry to which the keystore belongs, if it is another one
	 */
	void expect(Collection<KeyFacts> committed, Optional<String> registry) {
		Map<EntryRef, KeyFacts> found = new TreeMap<>();
		lacking(committed).forEach((key) -> found.put(key.owner(), key));
		this.missing = found;
		this.origin = registry.map("; it is the keystore of the registry %s"::formatted).orElse("");
	}

	/**
	 * Returns those of some committed keys that are not here, but for those that were
	 * accepted as lost or whose owner's record is damaged.
	 */
	List<KeyFacts> lacking(Collection<KeyFacts> committed) {
		List<KeyFacts> lacking = new ArrayList<>();
		KeyStorage.paged(List.copyOf(committed), KeyStorage.QUERY, (page) -> {
			Map<Address, KeyTable.Owner> owners = this.storage.table()
				.owners(page.stream().map(KeyFacts::address).toList());
			List<KeyFacts> absent = page.stream().filter((key) -> !isHere(key, owners)).toList();
			if (!absent.isEmpty()) {
				Set<String> lost = this.storage.table().lost();
				Map<EntryRef, StoredKeys> present = this.storage
					.read(absent.stream().map((key) -> this.aliases.resolve(key.owner())).toList());
				absent.stream()
					.filter((key) -> !lost.contains(key.address().toString()))
					.filter((key) -> present.getOrDefault(this.aliases.resolve(key.owner()), StoredKeys.NONE)
						.damage() == null)
					.forEach(lacking::add);
			}
		});
		return lacking;
	}

	/**
	 * Returns whether a committed key is here: as that of its owner or, if the aliases
	 * were changed since, as that of another one.
	 */
	private boolean isHere(KeyFacts key, Map<Address, KeyTable.Owner> owners) {
		return Optional.ofNullable(owners.get(key.address()))
			.filter((owner) -> owner.toString().equals(this.aliases.resolve(key.owner()).toString())
					|| this.storage.ownerOf(key.address()).isPresent())
			.isPresent();
	}

	List<KeyFacts> all() {
		return List.copyOf(this.missing.values());
	}

	/**
	 * Names the first of the missing keys, and the registry to which the keystore belongs
	 * if it is another one.
	 */
	String describe() {
		return describe(all());
	}

	private String describe(List<KeyFacts> keys) {
		KeyFacts first = keys.get(0);
		String others = (keys.size() > 1) ? " and %d more with which entries were committed".formatted(keys.size() - 1)
				: ", with which the entry was committed";
		return "the key %s of %s%s%s".formatted(first.address(), first.owner(), others, this.origin);
	}

	/**
	 * Returns why nothing is signed for an entry, if its key is one of them.
	 */
	Optional<ProblemException> find(EntryRef entry) {
		return Optional.ofNullable(this.missing.get(entry)).map(this::problem);
	}

	/**
	 * Returns why the entry of a missing key gets no other one.
	 */
	ProblemException problem(KeyFacts key) {
		return KeystoreFailure.incomplete(key.owner(), describe(List.of(key)), 1);
	}

	/**
	 * Returns why no key at all can be made.
	 * @param entry whose key is wanted
	 */
	Optional<ProblemException> findShortage(EntryRef entry) {
		List<KeyFacts> lacking = all();
		return lacking.isEmpty() ? Optional.empty()
				: Optional.of(KeystoreFailure.incomplete(entry, describe(lacking), lacking.size()));
	}

}
