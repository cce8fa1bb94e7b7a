package dev.registrysync.keys;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.registry.EntryRef;

/**
 * All keys at one moment, by owner and by address.
 */
final class Keyring {

	static final Keyring EMPTY = new Keyring(Map.of(), Map.of());

	private final Map<EntryRef, StoredKeys> keys;

	private final Map<Address, EntryRef> owners;

	private Keyring(Map<EntryRef, StoredKeys> keys, Map<Address, EntryRef> owners) {
		this.keys = keys;
		this.owners = owners;
	}

	/**
	 * The same with more keys.
	 */
	Keyring with(Collection<StoredKey> more) {
		Map<EntryRef, StoredKeys> allKeys = new HashMap<>(this.keys);
		Map<Address, EntryRef> allOwners = new HashMap<>(this.owners);
		for (StoredKey key : more) {
			EntryRef owner = key.facts().owner();
			allKeys.put(owner, allKeys.getOrDefault(owner, StoredKeys.NONE).with(key));
			allOwners.putIfAbsent(key.facts().address(), owner);
		}
		return new Keyring(allKeys, allOwners);
	}

	/**
	 * The same less what was revoked. A revocation of a key that is not there waits for
	 * it.
	 */
	Keyring without(Collection<Revocation> revoked) {
		Map<EntryRef, StoredKeys> allKeys = new HashMap<>(this.keys);
		for (Revocation revocation : revoked) {
			EntryRef owner = revocation.key().owner();
			allKeys.put(owner, allKeys.getOrDefault(owner, StoredKeys.NONE).with(revocation));
		}
		return new Keyring(allKeys, this.owners);
	}

	StoredKeys of(EntryRef owner) {
		return this.keys.getOrDefault(owner, StoredKeys.NONE);
	}

	Optional<EntryRef> ownerOf(Address address) {
		return Optional.ofNullable(this.owners.get(address));
	}

	/**
	 * How many owners there are.
	 */
	int size() {
		return this.keys.size();
	}

	/**
	 * The owners in their order.
	 */
	List<EntryRef> owners() {
		return this.keys.keySet().stream().sorted().toList();
	}

	/**
	 * The keys of all owners, in no order.
	 */
	Stream<StoredKeys> stream() {
		return this.keys.values().stream();
	}

}
