package dev.registrysync.identity;

import java.util.Arrays;

import javax.crypto.SecretKey;

/**
 * Holds the bytes of a symmetric key and zeroes them when it is closed, which a
 * {@code SecretKeySpec} cannot do. Safe for use by several threads. Ciphers make copies
 * of their own; those live as long as the cipher object.
 */
public final class DestroyableSecretKey implements SecretKey, AutoCloseable {

	private static final long serialVersionUID = 1;

	private final String algorithm;

	@SuppressWarnings("serial")
	private final transient byte[] bytes;

	private transient boolean destroyed;

	private DestroyableSecretKey(String algorithm, byte[] bytes) {
		this.algorithm = algorithm;
		this.bytes = bytes;
	}

	/**
	 * Copies some bytes; the caller zeroes its own.
	 * @param algorithm the name that ciphers expect, as in {@code AES}
	 */
	public static DestroyableSecretKey copyOf(String algorithm, byte[] bytes) {
		return new DestroyableSecretKey(algorithm, bytes.clone());
	}

	@Override
	public String getAlgorithm() {
		return this.algorithm;
	}

	@Override
	public String getFormat() {
		return "RAW";
	}

	/**
	 * Returns a copy of the bytes, which the caller zeroes.
	 * @throws IllegalStateException if the key is closed: zeroes must not be taken for a
	 * key
	 */
	@Override
	public synchronized byte[] getEncoded() {
		if (this.destroyed) {
			throw new IllegalStateException("the key is closed");
		}
		return this.bytes.clone();
	}

	@Override
	public synchronized void destroy() {
		this.destroyed = true;
		Arrays.fill(this.bytes, (byte) 0);
	}

	@Override
	public synchronized boolean isDestroyed() {
		return this.destroyed;
	}

	@Override
	public void close() {
		destroy();
	}

	@Override
	public String toString() {
		return "[redacted]";
	}

}
