package dev.registrysync.keys;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;

/**
 * All keys at one moment, by owner and by address.
 */
final class Keyring {

	static final Keyring EMPTY = new Keyring(Map.of(), Map.of(), Map.of());

	private final Map<EntryRef, StoredKeys> keys;

	private final Map<Address, EntryRef> owners;

	private final Map<Address, Revocation> revocations;

	private Keyring(Map<EntryRef, StoredKeys> keys, Map<Address, EntryRef> owners,
			Map<Address, Revocation> revocations) {
		this.keys = keys;
		this.owners = owners;
		this.revocations = revocations;
	}

	/**
	 * The same with more keys.
	 */
	Keyring with(Collection<StoredKey> more) {
		Map<EntryRef, StoredKeys> allKeys = copy(this.keys, more.size());
		Map<Address, EntryRef> allOwners = copy(this.owners, more.size());
		for (StoredKey key : more) {
			EntryRef owner = key.facts().owner();
			allKeys.put(owner, allKeys.getOrDefault(owner, StoredKeys.NONE).with(key));
			allOwners.putIfAbsent(key.facts().address(), owner);
		}
		return new Keyring(allKeys, allOwners, this.revocations);
	}

	/**
	 * A copy with room for some more.
	 */
	private static <K, V> Map<K, V> copy(Map<K, V> map, int more) {
		Map<K, V> copy = new HashMap<>((map.size() + more) * 4 / 3 + 1);
		copy.putAll(map);
		return copy;
	}

	/**
	 * The same less what was revoked. A revocation of a key that is not there waits for
	 * it.
	 */
	Keyring without(Collection<Revocation> revoked) {
		if (revoked.isEmpty()) {
			return this;
		}
		Map<EntryRef, StoredKeys> allKeys = new HashMap<>(this.keys);
		Map<Address, Revocation> allRevocations = new HashMap<>(this.revocations);
		for (Revocation revocation : revoked) {
			EntryRef owner = revocation.key().owner();
			allKeys.put(owner, allKeys.getOrDefault(owner, StoredKeys.NONE).with(revocation));
			allRevocations.merge(revocation.key().address(), revocation, Revocation::earlier);
		}
		return new Keyring(allKeys, this.owners, allRevocations);
	}

	StoredKeys of(EntryRef owner) {
		return this.keys.getOrDefault(owner, StoredKeys.NONE);
	}

	Optional<EntryRef> ownerOf(Address address) {
		return Optional.ofNullable(this.owners.get(address));
	}

	/**
	 * The earliest revocation of the key with the address, whether the key is here or
	 * not.
	 */
	Optional<Revocation> findRevocation(Address address) {
		return Optional.ofNullable(this.revocations.get(address));
	}

	/**
	 * What is revoked, in the order of the owners.
	 */
	List<KnownKey> revoked() {
		return this.revocations.values()
			.stream()
			.map((revocation) -> KnownKey.revoked(revocation.key(), revocation.from()))
			.sorted(Comparator.comparing((key) -> key.facts().owner()))
			.toList();
	}

	/**
	 * How many owners of keys there are.
	 */
	int size() {
		return this.owners.size();
	}

	/**
	 * Whether no owner's keys are like that.
	 */
	boolean isWithout(BiPredicate<EntryRef, StoredKeys> like) {
		return this.keys.entrySet().stream().noneMatch((owner) -> like.test(owner.getKey(), owner.getValue()));
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
