package dev.registrysync.identity;

import org.bouncycastle.crypto.digests.KeccakDigest;

/**
 * The hash that Ethereum uses: Keccak-256 with the padding from before FIPS 202.
 */
final class Keccak256 {

	private Keccak256() {
	}

	static byte[] hash(byte[]... parts) {
		KeccakDigest digest = new KeccakDigest(256);
		for (byte[] part : parts) {
			digest.update(part, 0, part.length);
		}
		byte[] hash = new byte[32];
		digest.doFinal(hash, 0);
		return hash;
	}

}
