package dev.registrysync.secretstorage;

import java.util.Arrays;

import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.util.Pack;

/**
 * scrypt (RFC 7914). BouncyCastle computes it, but keeps to the RFC's limit N &lt; 2^(128
 * r / 8), which other programs do not know: the definition of Web3 Secret Storage itself
 * has an example with n=262144 and r=1. That case is computed here.
 */
final class Scrypt {

	/** A Salsa20 block in words; a scrypt block has 2 r of them. */
	private static final int WORDS = 16;

	private static final int LIMIT_IF_R_IS_1 = 1 << 16;

	private Scrypt() {
	}

	static byte[] derive(byte[] passphrase, byte[] salt, ScryptCost cost, int length) {
		return (cost.r() == 1 && cost.n() >= LIMIT_IF_R_IS_1) ? beyondTheLimit(passphrase, salt, cost, length)
				: SCrypt.generate(passphrase, salt, cost.n(), cost.r(), cost.p(), length);
	}

	/**
	 * RFC 7914 6.
	 */
	static byte[] beyondTheLimit(byte[] passphrase, byte[] salt, ScryptCost cost, int length) {
		int blockWords = 2 * WORDS * cost.r();
		byte[] bytes = Pbkdf2Derivation.derive(passphrase, salt, 1, 4 * blockWords * cost.p());
		int[] block = new int[blockWords];
		int[] memory = new int[blockWords * cost.n()];
		for (int i = 0; i < cost.p(); i++) {
			Pack.littleEndianToInt(bytes, 4 * blockWords * i, block);
			mix(block, cost, memory);
			Pack.intToLittleEndian(block, bytes, 4 * blockWords * i);
		}
		byte[] derived = Pbkdf2Derivation.derive(passphrase, bytes, 1, length);
		Arrays.fill(memory, 0);
		Arrays.fill(block, 0);
		Arrays.fill(bytes, (byte) 0);
		return derived;
	}

	/**
	 * scryptROMix (RFC 7914 5).
	 */
	private static void mix(int[] x, ScryptCost cost, int[] memory) {
		int[] y = new int[x.length];
		int[] salsa = new int[WORDS];
		for (int i = 0; i < cost.n(); i++) {
			System.arraycopy(x, 0, memory, i * x.length, x.length);
			mixBlock(x, y, salsa);
		}
		for (int i = 0; i < cost.n(); i++) {
			int j = x[x.length - WORDS] & (cost.n() - 1);
			for (int k = 0; k < x.length; k++) {
				x[k] ^= memory[j * x.length + k];
			}
			mixBlock(x, y, salsa);
		}
	}

	/**
	 * scryptBlockMix (RFC 7914 4): the even blocks come first, then the odd ones.
	 */
	private static void mixBlock(int[] b, int[] y, int[] salsa) {
		int blocks = b.length / WORDS;
		int[] x = Arrays.copyOfRange(b, b.length - WORDS, b.length);
		for (int i = 0; i < blocks; i++) {
			for (int k = 0; k < WORDS; k++) {
				x[k] ^= b[i * WORDS + k];
			}
			Salsa20Engine.salsaCore(8, x, salsa);
			System.arraycopy(salsa, 0, x, 0, WORDS);
			System.arraycopy(x, 0, y, (i / 2 + (i % 2) * (blocks / 2)) * WORDS, WORDS);
		}
		System.arraycopy(y, 0, b, 0, b.length);
	}

}
