package dev.registrysync.identity;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * The curve's arithmetic. Safe for use by several threads; all implementations give the
 * same bytes.
 */
public interface Secp256k1 {

	/**
	 * A new key from the system's secure random numbers.
	 */
	PrivateKey generate();

	Address addressOf(PrivateKey key);

	/**
	 * Signs a hash: deterministic (RFC 6979 with SHA-256), low s (EIP-2).
	 * @param hash32 32 bytes, as of {@link PersonalMessage#hash}
	 */
	Signature sign(byte[] hash32, PrivateKey key);

	/**
	 * The address whose key made the signature over the hash; empty if no key could have
	 * (SEC 1, 4.1.6).
	 */
	Optional<Address> recover(byte[] hash32, Signature signature);

	/**
	 * The implementation that runs everywhere.
	 */
	static Secp256k1 bouncyCastle() {
		return new BouncyCastleSecp256k1(new SecureRandom());
	}

}
