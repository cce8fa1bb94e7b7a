package dev.registrysync.keys;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryRef;

/**
 * All keys at one moment, by owner and by address.
 */
final class Keyring {

	static final Keyring EMPTY = new Keyring(Map.of(), Map.of());

	private final Map<EntryRef, StoredKey> keys;

	private final Map<Address, EntryRef> owners;

	private Keyring(Map<EntryRef, StoredKey> keys, Map<Address, EntryRef> owners) {
		this.keys = keys;
		this.owners = owners;
	}

	/**
	 * The same with more keys. Of an owner's keys the one with the highest version
	 * counts, and all are known by their addresses.
	 */
	Keyring with(Collection<StoredKey> more) {
		Map<EntryRef, StoredKey> allKeys = new HashMap<>(this.keys);
		Map<Address, EntryRef> allOwners = new HashMap<>(this.owners);
		for (StoredKey key : more) {
			allKeys.merge(key.facts().owner(), key, Keyring::newer);
			allOwners.putIfAbsent(key.facts().address(), key.facts().owner());
		}
		return new Keyring(allKeys, allOwners);
	}

	private static StoredKey newer(StoredKey known, StoredKey other) {
		return (other.facts().version() > known.facts().version()) ? other : known;
	}

	Optional<StoredKey> find(EntryRef owner) {
		return Optional.ofNullable(this.keys.get(owner));
	}

	boolean has(EntryRef owner) {
		return this.keys.containsKey(owner);
	}

	Optional<EntryRef> ownerOf(Address address) {
		return Optional.ofNullable(this.owners.get(address));
	}

	int size() {
		return this.keys.size();
	}

	/**
	 * The facts in the order of their owners.
	 */
	List<KeyFacts> list() {
		return this.keys.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.map((entry) -> entry.getValue().facts())
			.toList();
	}

}
