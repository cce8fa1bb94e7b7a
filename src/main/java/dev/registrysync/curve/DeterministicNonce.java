package dev.registrysync.curve;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import dev.registrysync.identity.CurveOrder;

/**
 * The nonce of RFC 6979 (3.2) with SHA-256, made without numbers of arbitrary length, so
 * that all it leaves can be zeroed.
 */
final class DeterministicNonce {

	private static final int LENGTH = 32;

	private static final int BLOCK = 64;

	private final MessageDigest sha256;

	private final byte[] key = new byte[LENGTH];

	private final byte[] value = new byte[LENGTH];

	private DeterministicNonce(MessageDigest sha256) {
		this.sha256 = sha256;
	}

	/**
	 * The first nonce for a hash and a secret.
	 * @param hash 32 bytes, a number below n
	 * @return 32 bytes, which the caller zeroes
	 */
	static byte[] of(byte[] hash, byte[] secret) {
		DeterministicNonce nonce = new DeterministicNonce(newDigest());
		try {
			return nonce.make(hash, secret);
		}
		finally {
			Arrays.fill(nonce.key, (byte) 0);
			Arrays.fill(nonce.value, (byte) 0);
		}
	}

	private byte[] make(byte[] hash, byte[] secret) {
		byte[] none = new byte[0];
		Arrays.fill(this.value, (byte) 1);
		update(0, secret, hash);
		update(1, secret, hash);
		authenticate(this.value);
		while (!CurveOrder.containsSecret(this.value)) {
			update(0, none, none);
			authenticate(this.value);
		}
		return this.value.clone();
	}

	private void update(int step, byte[] secret, byte[] hash) {
		authenticate(this.key, this.value, new byte[] { (byte) step }, secret, hash);
		authenticate(this.value);
	}

	private void authenticate(byte[] into) {
		authenticate(into, this.value);
	}

	/**
	 * HMAC under the present key (RFC 2104).
	 */
	private void authenticate(byte[] into, byte[]... parts) {
		byte[] pad = new byte[BLOCK];
		pad(pad, 0x36);
		this.sha256.update(pad);
		for (byte[] part : parts) {
			this.sha256.update(part);
		}
		byte[] inner = this.sha256.digest();
		pad(pad, 0x5c);
		this.sha256.update(pad);
		byte[] outer = this.sha256.digest(inner);
		System.arraycopy(outer, 0, into, 0, LENGTH);
		Arrays.fill(pad, (byte) 0);
		Arrays.fill(inner, (byte) 0);
		Arrays.fill(outer, (byte) 0);
	}

	private void pad(byte[] pad, int with) {
		Arrays.fill(pad, (byte) with);
		for (int i = 0; i < LENGTH; i++) {
			pad[i] = (byte) (this.key[i] ^ with);
		}
	}

	private static MessageDigest newDigest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
