package dev.registrysync.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryRef;

/**
 * Known keys by hand.
 */
final class InMemoryKeys implements KnownKeys {

	private final Map<EntryRef, KeyFacts> keys = new HashMap<>();

	private final Map<Address, EntryRef> owners = new HashMap<>();

	void add(KeyFacts key) {
		this.keys.put(key.owner(), key);
		this.owners.put(key.address(), key.owner());
	}

	@Override
	public Optional<KeyFacts> find(EntryRef owner) {
		return Optional.ofNullable(this.keys.get(owner));
	}

	@Override
	public Optional<EntryRef> ownerOf(Address address) {
		return Optional.ofNullable(this.owners.get(address));
	}

}
