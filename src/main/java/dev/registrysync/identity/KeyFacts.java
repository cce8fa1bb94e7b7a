package dev.registrysync.identity;

import dev.registrysync.registry.EntryRef;

/**
 * What may be known of a key.
 *
 * @param owner the entry it was made for
 * @param version 1 for the owner's first key
 * @param address the key's address
 */
public record KeyFacts(EntryRef owner, int version, Address address) {

	public KeyFacts {
		if (version < 1) {
			throw new IllegalArgumentException("a key's version is at least 1, not " + version);
		}
	}

}
