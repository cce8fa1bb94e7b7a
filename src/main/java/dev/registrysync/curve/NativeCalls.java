package dev.registrysync.curve;

import java.util.Optional;

import dev.registrysync.identity.Signature;

/**
 * The three functions of libsecp256k1 that are needed. Nobody keeps an array that is
 * handed in, and who makes one with a secret zeroes it.
 */
interface NativeCalls {

	/**
	 * The public key of a secret from 1 to n-1.
	 * @return 65 bytes: 4, x and y
	 */
	byte[] publicKey(byte[] secret);

	/**
	 * A signature with low s, its nonce made by RFC 6979.
	 * @param hash 32 bytes, a number below n
	 */
	Signature sign(byte[] hash, byte[] secret);

	/**
	 * The public key that made a signature, as {@link #publicKey}; empty if none could
	 * have.
	 */
	Optional<byte[]> recover(byte[] hash, Signature signature);

}
