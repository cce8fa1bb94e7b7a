package dev.registrysync.keys;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
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

	static final int LENGTH = 32;

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int TAG_BITS = 128;

	private static final String ALGORITHM = "AES/GCM/NoPadding";

	private final DestroyableSecretKey key;

	private AesKey(DestroyableSecretKey key) {
		this.key = key;
	}

	static AesKey random() {
		return of(randomBytes(LENGTH));
	}

	static byte[] randomBytes(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
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
		byte[] sealed = Arrays.copyOf(randomBytes(Sealed.NONCE_LENGTH), Sealed.LENGTH);
		try {
			init(Cipher.ENCRYPT_MODE, sealed, bound).doFinal(secret, 0, secret.length, sealed, Sealed.NONCE_LENGTH);
			return new Sealed(sealed);
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
		if (sealed.bytes().length != Sealed.LENGTH) {
			return Optional.empty();
		}
		try {
			return Optional.of(init(Cipher.DECRYPT_MODE, sealed.bytes(), bound).doFinal(sealed.bytes(),
					Sealed.NONCE_LENGTH, Sealed.CIPHERTEXT_LENGTH));
		}
		catch (AEADBadTagException ex) {
			return Optional.empty();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("AES-GCM cannot decrypt", ex);
		}
	}

	private Cipher init(int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance(ALGORITHM);
		cipher.init(mode, this.key, new GCMParameterSpec(TAG_BITS, nonce, 0, Sealed.NONCE_LENGTH));
		cipher.updateAAD(bound);
		return cipher;
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
