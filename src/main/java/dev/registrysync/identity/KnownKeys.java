package dev.registrysync.identity;

import java.util.List;
import java.util.Optional;

import dev.registrysync.registry.EntryRef;

/**
 * The keys that we hold.
 */
public interface KnownKeys {

	/**
	 * All versions of the key that the entry uses, the oldest first; none if there is no
	 * key, or if it cannot be used.
	 */
	List<KnownKey> versions(EntryRef entry);

	/**
	 * Whose key has the address, whatever its version.
	 */
	Optional<EntryRef> ownerOf(Address address);

	/**
	 * Whose key the entry uses: its own or, if it is an alias, that of another entity.
	 */
	default EntryRef keyOwner(EntryRef entry) {
		return entry;
	}

	/**
	 * Whether a first key could be made for the entry.
	 */
	default boolean canMakeKey(EntryRef entry) {
		return true;
	}

	/**
	 * The key that signs for the entry now: the newest version, unless it is revoked.
	 */
	default Optional<KeyFacts> find(EntryRef entry) {
		return findNewest(entry).filter((key) -> !key.isRevoked()).map(KnownKey::facts);
	}

	/**
	 * The newest version of the entry's key, revoked or not.
	 */
	default Optional<KnownKey> findNewest(EntryRef entry) {
		List<KnownKey> versions = versions(entry);
		return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
	}

	/**
	 * The version of the entry's key that has the address.
	 */
	default Optional<KnownKey> find(EntryRef entry, Address address) {
		return versions(entry).stream().filter((key) -> key.address().equals(address)).findFirst();
	}

}
