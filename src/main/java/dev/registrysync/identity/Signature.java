package dev.registrysync.identity;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;

import dev.registrysync.identity.MalformedSignatureException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A recoverable ECDSA signature: r, s in the lower half (EIP-2) and v, which is 27 or 28.
 */
public final class Signature {

	private static final int LENGTH = 65;

	private final byte[] bytes;

	private Signature(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * Reads 130 hex digits, with or without {@code 0x}; v may be 0, 1, 27 or 28.
	 * @throws MalformedSignatureException if it is not a signature with a low s
	 */
	public static Signature parse(String hex) {
		byte[] bytes = bytes(hex);
		if (bytes.length != LENGTH) {
			throw new MalformedSignatureException(Reason.WRONG_LENGTH);
		}
		return of(bytes, recoveryId(bytes[LENGTH - 1]));
	}

	/**
	 * Makes a signature from the first 64 bytes, r and s.
	 * @param recoveryId 1 if the y of the point R is odd, else 0
	 * @throws MalformedSignatureException if it is not a signature with a low s
	 */
	public static Signature of(byte[] rs, int recoveryId) {
		Signature signature = new Signature(Arrays.copyOf(rs, LENGTH));
		signature.bytes[LENGTH - 1] = (byte) (27 + recoveryId);
		if (!CurveOrder.contains(signature.r()) || !CurveOrder.contains(signature.s())) {
			throw new MalformedSignatureException(Reason.OUT_OF_RANGE);
		}
		if (signature.s().compareTo(CurveOrder.HALF) > 0) {
			throw new MalformedSignatureException(Reason.HIGH_S);
		}
		return signature;
	}

	private static byte[] bytes(String hex) {
		String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
		if (!digits.chars().allMatch(HexFormat::isHexDigit)) {
			throw new MalformedSignatureException(Reason.NOT_HEX);
		}
		if (digits.length() % 2 != 0) {
			throw new MalformedSignatureException(Reason.WRONG_LENGTH);
		}
		return HexFormat.of().parseHex(digits);
	}

	private static int recoveryId(byte v) {
		return switch (v) {
			case 0, 27 -> 0;
			case 1, 28 -> 1;
			default -> throw new MalformedSignatureException(Reason.BAD_V);
		};
	}

	BigInteger r() {
		return new BigInteger(1, this.bytes, 0, 32);
	}

	BigInteger s() {
		return new BigInteger(1, this.bytes, 32, 32);
	}

	/**
	 * A copy of r and s, 32 bytes each.
	 */
	public byte[] rs() {
		return Arrays.copyOf(this.bytes, LENGTH - 1);
	}

	/**
	 * 1 if the y of the point R is odd, else 0.
	 */
	public int recoveryId() {
		return this.bytes[LENGTH - 1] - 27;
	}

	/**
	 * 130 hex digits in lower case, without {@code 0x}.
	 */
	public String hex() {
		return HexFormat.of().formatHex(this.bytes);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Signature signature && Arrays.equals(signature.bytes, this.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return hex();
	}

}
