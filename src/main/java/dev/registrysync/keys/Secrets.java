package dev.registrysync.keys;

import java.security.SecureRandom;

/**
 * Random bytes for keys, salts and nonces.
 */
final class Secrets {

	private static final SecureRandom RANDOM = new SecureRandom();

	private Secrets() {
	}

	static byte[] random(int length) {
		byte[] bytes = new byte[length];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

}
