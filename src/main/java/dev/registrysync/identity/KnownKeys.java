package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.EntryRef;

/**
 * The keys that we hold.
 */
public interface KnownKeys {

	/**
	 * The key that signs for the entry now.
	 */
	Optional<KeyFacts> find(EntryRef owner);

	/**
	 * Whose key has the address.
	 */
	Optional<EntryRef> ownerOf(Address address);

}
