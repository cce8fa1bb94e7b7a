package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A SHA-256 digest that is kept as its 32 bytes, and written as {@code sha256:} and 64
 * hex digits in lower case.
 *
 * @param first the first 8 of its bytes, big-endian
 * @param second the next 8
 * @param third the next 8
 * @param fourth the last 8
 */
public record Digest(long first, long second, long third, long fourth) {

	private static final String ALGORITHM = "sha256:";

	private static final int DIGITS = 64;

	/**
	 * The digest of some bytes.
	 */
	public static Digest of(byte[] bytes) {
		return of(bytes, 0, bytes.length);
	}

	/**
	 * The digest of the bytes from start to before end.
	 */
	public static Digest of(byte[] bytes, int start, int end) {
		ByteBuffer digest = ByteBuffer.wrap(Sha256.bytesOf(bytes, start, end));
		return new Digest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
	}

	/**
	 * Reads the text of a digest; empty if it is none.
	 */
	public static Optional<Digest> find(String text) {
		return isDigest(text) ? Optional.of(new Digest(part(text, 0), part(text, 1), part(text, 2), part(text, 3)))
				: Optional.empty();
	}

	private static long part(String text, int number) {
		int start = ALGORITHM.length() + number * 16;
		return HexFormat.fromHexDigitsToLong(text, start, start + 16);
	}

	private static boolean isDigest(String text) {
		if (text.length() != ALGORITHM.length() + DIGITS || !text.startsWith(ALGORITHM)) {
			return false;
		}
		for (int i = ALGORITHM.length(); i < text.length(); i++) {
			char digit = text.charAt(i);
			if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		HexFormat hex = HexFormat.of();
		return ALGORITHM + hex.toHexDigits(this.first) + hex.toHexDigits(this.second) + hex.toHexDigits(this.third)
				+ hex.toHexDigits(this.fourth);
	}

}
