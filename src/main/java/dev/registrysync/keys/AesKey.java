package dev.registrysync.keys;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

import dev.registrysync.identity.DestroyableSecretKey;

/**
 * A key that seals other keys with AES-256-GCM (NIST SP 800-38D) under random nonces:
 * good for 2^32 of them. Safe for use by several threads.
 */
final class AesKey implements AutoCloseable {

	private static final int LENGTH = 32;

	private static final int TAG_BITS = 128;

	private static final String ALGORITHM = "AES/GCM/NoPadding";

	private final DestroyableSecretKey key;

	private AesKey(DestroyableSecretKey key) {
		this.key = key;
	}

	static AesKey random() {
		return of(Secrets.random(LENGTH));
	}

	/**
	 * Takes the 32 bytes and zeroes the array.
	 */
	static AesKey of(byte[] bytes) {
		try {
			if (bytes.length != LENGTH) {
				throw new IllegalArgumentException("a key has %d bytes, not %d".formatted(LENGTH, bytes.length));
			}
			return new AesKey(DestroyableSecretKey.copyOf("AES", bytes));
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	/**
	 * Encrypts 32 secret bytes and zeroes the array.
	 * @param bound what has to be the same when they are opened
	 */
	Sealed seal(byte[] secret, byte[] bound) {
		byte[] nonce = Secrets.random(Sealed.NONCE_LENGTH);
		try {
			Cipher cipher = Cipher.getInstance(ALGORITHM);
			init(cipher, Cipher.ENCRYPT_MODE, nonce, bound);
			return new Sealed(nonce, cipher.doFinal(secret));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM cannot encrypt", ex);
		}
		finally {
			Arrays.fill(secret, (byte) 0);
		}
	}

	/**
	 * Encrypts another key under this one.
	 */
	Sealed wrap(AesKey other, byte[] bound) {
		return seal(other.key.getEncoded(), bound);
	}

	/**
	 * Decrypts; the caller zeroes the bytes. Empty if this is another key, or if a bit of
	 * the sealed bytes or of what is bound to them has changed.
	 */
	Optional<byte[]> open(Sealed sealed, byte[] bound) {
		try {
			return open(Cipher.getInstance(ALGORITHM), sealed, bound);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform has AES-GCM", ex);
		}
	}

	/**
	 * What says whether this key opens something, many times over; for one thread.
	 */
	Authenticity authenticity() {
		try {
			Cipher cipher = Cipher.getInstance(ALGORITHM);
			return (sealed, bound) -> open(cipher, sealed, bound).map((secret) -> {
				Arrays.fill(secret, (byte) 0);
				return true;
			}).orElse(false);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java platform has AES-GCM", ex);
		}
	}

	private Optional<byte[]> open(Cipher cipher, Sealed sealed, byte[] bound) {
		try {
			init(cipher, Cipher.DECRYPT_MODE, sealed.nonce(), bound);
			return Optional.of(cipher.doFinal(sealed.ciphertext()));
		}
		catch (AEADBadTagException ex) {
			return Optional.empty();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM cannot decrypt", ex);
		}
	}

	private void init(Cipher cipher, int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
		cipher.init(mode, this.key, new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(bound);
	}

	/**
	 * Zeroes the key. Nothing can be sealed or opened afterwards.
	 */
	@Override
	public void close() {
		this.key.close();
	}

	@Override
	public String toString() {
		return "[redacted]";
	}

}
