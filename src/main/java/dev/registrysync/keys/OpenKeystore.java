package dev.registrysync.keys;

import java.util.Arrays;
import java.util.Optional;

import dev.registrysync.identity.PrivateKey;

/**
 * An opened keystore: seals and opens with its data key, and watches its files. Safe for
 * use by several threads.
 */
final class OpenKeystore implements AutoCloseable {

	private final KeystoreHeader header;

	private final AesKey dataKey;

	private final WatchedFiles watched;

	OpenKeystore(KeystoreHeader header, AesKey dataKey, WatchedFiles watched) {
		this.header = header;
		this.dataKey = dataKey;
		this.watched = watched;
	}

	WrappingMode mode() {
		return this.header.mode();
	}

	/**
	 * Makes sure that nobody else changed the keystore's files since they were opened, so
	 * that no key is added to a database that is gone, or that a lost header cannot open.
	 * @throws dev.registrysync.problem.ProblemException {@code KEYSTORE_MISSING} or
	 * {@code KEYSTORE_CHANGED}
	 */
	void requireUnchanged() {
		this.watched.requireUnchanged();
	}

	/**
	 * Encrypts a key together with what is bound to it.
	 */
	Sealed seal(PrivateKey key, byte[] bound) {
		return this.dataKey.seal(key.toBytes(), bound);
	}

	/**
	 * Seals a revocation.
	 */
	SealedRevocation seal(Revocation revocation) {
		return new SealedRevocation(revocation, this.dataKey.seal(new byte[32], SealedRevocation.bound(revocation)));
	}

	/**
	 * Returns whether the data key sealed this together with what is bound to it.
	 */
	boolean isAuthentic(Sealed sealed, byte[] bound) {
		Optional<byte[]> secret = this.dataKey.open(sealed, bound);
		secret.ifPresent((bytes) -> Arrays.fill(bytes, (byte) 0));
		return secret.isPresent();
	}

	/**
	 * Decrypts a key; the caller closes it. Empty if it, or what is bound to it, is not
	 * what was sealed.
	 */
	Optional<PrivateKey> open(Sealed sealed, byte[] bound) {
		return this.dataKey.open(sealed, bound).map((secret) -> {
			try {
				return PrivateKey.copyOf(secret);
			}
			finally {
				Arrays.fill(secret, (byte) 0);
			}
		});
	}

	@Override
	public void close() {
		this.dataKey.close();
	}

}
