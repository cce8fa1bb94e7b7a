package dev.registrysync.console;

import java.util.Arrays;
import java.util.HexFormat;

import dev.registrysync.identity.InvalidPrivateKeyException;
import dev.registrysync.identity.PrivateKey;

/**
 * Reads secrets that are written as hex digits, without making a string of them.
 */
final class SecretHex {

	private static final int KEY_LENGTH = 32;

	private SecretHex() {
	}

	/**
	 * Reads a private key: 64 hex digits, with or without {@code 0x} and white space
	 * around them.
	 * @param text ASCII; the caller zeroes it
	 * @throws MalformedSecretException if it is not one; says why, and never what it is
	 */
	static PrivateKey key(byte[] text) {
		byte[] bytes = bytes(text, KEY_LENGTH);
		try {
			return PrivateKey.copyOf(bytes);
		}
		catch (InvalidPrivateKeyException ex) {
			throw new MalformedSecretException(
					isZero(bytes) ? "the key is zero" : "the key is not below the order of the curve, so it is none");
		}
		finally {
			Arrays.fill(bytes, (byte) 0);
		}
	}

	private static boolean isZero(byte[] bytes) {
		return Arrays.equals(bytes, new byte[bytes.length]);
	}

	/**
	 * Reads so many bytes; the caller zeroes them.
	 */
	static byte[] bytes(byte[] text, int length) {
		int start = 0;
		int end = text.length;
		while (start < end && text[start] <= ' ' && text[start] >= 0) {
			start++;
		}
		while (end > start && text[end - 1] <= ' ' && text[end - 1] >= 0) {
			end--;
		}
		if (end - start >= 2 && text[start] == '0' && (text[start + 1] | 0x20) == 'x') {
			start += 2;
		}
		return digits(text, start, end, length);
	}

	private static byte[] digits(byte[] text, int start, int end, int length) {
		for (int i = start; i < end; i++) {
			if (!HexFormat.isHexDigit(text[i])) {
				throw new MalformedSecretException("character %d is not a hex digit".formatted(i - start + 1));
			}
		}
		if (end - start != 2 * length) {
			throw new MalformedSecretException(
					"there are %d hex digits instead of %d".formatted(end - start, 2 * length));
		}
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (HexFormat.fromHexDigit(text[start + 2 * i]) << 4
					| HexFormat.fromHexDigit(text[start + 2 * i + 1]));
		}
		return bytes;
	}

}
