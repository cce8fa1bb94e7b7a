package dev.registrysync.identity;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

import org.bouncycastle.util.BigIntegers;

/**
 * The order of the group secp256k1 (SEC 2, 2.4.1), as number and as bytes.
 */
public final class CurveOrder {

	private static final byte[] BYTES = HexFormat.of()
		.parseHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

	static final BigInteger N = new BigInteger(1, BYTES);

	static final BigInteger HALF = N.shiftRight(1);

	private CurveOrder() {
	}

	/**
	 * Whether a scalar is one of 1 to n-1.
	 */
	static boolean contains(BigInteger scalar) {
		return scalar.signum() > 0 && scalar.compareTo(N) < 0;
	}

	/**
	 * Whether 32 secret bytes are one of 1 to n-1: takes the same time whatever they are.
	 */
	public static boolean containsSecret(byte[] scalar) {
		int bits = 0;
		int borrow = 0;
		for (int i = BYTES.length - 1; i >= 0; i--) {
			bits |= scalar[i];
			borrow = (((scalar[i] & 0xff) - (BYTES[i] & 0xff) - borrow) >> 8) & 1;
		}
		return bits != 0 && borrow == 1;
	}

	/**
	 * A hash as a number below n.
	 * @param hash32 32 bytes
	 * @return 32 bytes; the same array if it is one already
	 */
	public static byte[] reduced(byte[] hash32) {
		if (hash32.length != BYTES.length) {
			throw new IllegalArgumentException("a hash has 32 bytes, not " + hash32.length);
		}
		if (Arrays.compareUnsigned(hash32, BYTES) < 0) {
			return hash32;
		}
		return BigIntegers.asUnsignedByteArray(BYTES.length, new BigInteger(1, hash32).subtract(N));
	}

}
