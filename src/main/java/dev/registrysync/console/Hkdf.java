package dev.registrysync.console;

import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * HKDF with SHA-512 (RFC 5869).
 */
final class Hkdf {

	private Hkdf() {
	}

	static byte[] derive(byte[] secret, byte[] salt, byte[] info, int length) {
		HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA512Digest());
		generator.init(new HKDFParameters(secret, salt, info));
		byte[] derived = new byte[length];
		generator.generateBytes(derived, 0, length);
		return derived;
	}

}
