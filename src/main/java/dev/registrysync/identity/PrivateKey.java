package dev.registrysync.identity;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A secp256k1 private key, in memory for as long as it is used: closing it zeroes the
 * bytes. For one thread. Two keys are equal only if they are the same object.
 */
public final class PrivateKey implements AutoCloseable {

	private static final int LENGTH = 32;

	private final byte[] bytes;

	private boolean closed;

	private PrivateKey(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Takes a copy of the 32 bytes; the caller zeroes its own.
	 * @throws InvalidPrivateKeyException if they are not a number from 1 to n-1
	 */
	public static PrivateKey copyOf(byte[] bytes) {
		if (bytes.length != LENGTH) {
			throw new InvalidPrivateKeyException("a private key has 32 bytes, not " + bytes.length);
		}
		if (!CurveOrder.containsSecret(bytes)) {
			throw new InvalidPrivateKeyException("a private key is a number from 1 to n-1");
		}
		return new PrivateKey(bytes.clone());
	}

	/**
	 * Draws until the number is a key, so that each key is equally likely.
	 */
	public static PrivateKey random(SecureRandom random) {
		byte[] bytes = new byte[LENGTH];
		do {
			random.nextBytes(bytes);
		}
		while (!CurveOrder.containsSecret(bytes));
		return new PrivateKey(bytes);
	}

	/**
	 * A copy of the 32 bytes, which the caller zeroes.
	 * @throws IllegalStateException if the key is closed
	 */
	public byte[] toBytes() {
		if (this.closed) {
			throw new IllegalStateException("the private key is closed");
		}
		return this.bytes.clone();
	}

	@Override
	public void close() {
		this.closed = true;
		Arrays.fill(this.bytes, (byte) 0);
	}

	@Override
	public String toString() {
		return "[redacted]";
	}

}
