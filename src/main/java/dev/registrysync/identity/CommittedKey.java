package dev.registrysync.identity;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The key whose address a commit wrote into an entry.
 *
 * @param version the key's version
 * @param address the key's address
 * @param succeeds the address of the older key that signed the entry's succession; null
 * if none did
 */
public record CommittedKey(int version, Address address, @Nullable Address succeeds) {

	public Optional<Address> findSucceeds() {
		return Optional.ofNullable(this.succeeds);
	}

}
