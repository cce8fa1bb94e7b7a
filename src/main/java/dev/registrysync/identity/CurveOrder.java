package dev.registrysync.identity;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * The order of the group secp256k1 (SEC 2, 2.4.1), as number and as bytes.
 */
final class CurveOrder {

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
	 * The same for 32 secret bytes: takes the same time whatever they are.
	 */
	static boolean containsSecret(byte[] scalar) {
		int bits = 0;
		int borrow = 0;
		for (int i = BYTES.length - 1; i >= 0; i--) {
			bits |= scalar[i];
			borrow = (((scalar[i] & 0xff) - (BYTES[i] & 0xff) - borrow) >> 8) & 1;
		}
		return bits != 0 && borrow == 1;
	}

}
