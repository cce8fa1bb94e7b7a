package dev.registrysync.identity;

import java.util.Optional;

/**
 * Who the service itself is: a key that is no agent's and no tool's, and that signs only
 * what the service says of its own history.
 */
public interface ServiceIdentity {

	/**
	 * The service's key; empty if none was ever made.
	 */
	Optional<ServiceKeyFacts> find();

	/**
	 * Makes the key; it is on the disk when this returns.
	 * @param after the digest of the history's last line that nobody signed
	 * @throws IllegalStateException if there is one already
	 */
	ServiceKeyFacts make(String after);

	/**
	 * Signs a text as a personal message (EIP-191).
	 * @throws IllegalStateException if there is no key
	 */
	Signature sign(String text);

}
