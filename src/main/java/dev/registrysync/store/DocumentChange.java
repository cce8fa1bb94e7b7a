package dev.registrysync.store;

import java.util.Optional;

import dev.registrysync.registry.RegistryDocument;

/**
 * One document's replacement by another.
 *
 * @param before what was read; empty if there was none
 * @param after what shall be
 */
public record DocumentChange(Optional<RegistryDocument> before, RegistryDocument after) {

	/**
	 * The digest of the bytes before, {@code sha256:} and 64 hex digits.
	 */
	public Optional<String> digestBefore() {
		return this.before.map(RegistryDocument::digest);
	}

}
