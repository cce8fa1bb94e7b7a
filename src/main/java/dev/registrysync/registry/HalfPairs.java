package dev.registrysync.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Replaces escaped halves of surrogate pairs. Jackson refuses them in names, so it reads
 * a text in which another escape of the same length stands in their place.
 */
final class HalfPairs {

	/** What a name or string with a replaced half contains. */
	static final char MASK = '\uffff';

	private static final byte[] ESCAPED_MASK = "\\uffff".getBytes(US_ASCII);

	private static final int ESCAPED = ESCAPED_MASK.length;

	/** How many bytes an escaped pair has. */
	static final int LONGEST = 2 * ESCAPED;

	private HalfPairs() {
	}

	/**
	 * Replaces the halves that begin before a byte.
	 * @param bytes a text from between two escapes on
	 * @param limit the byte, with all of the escape behind it that begins before it
	 * @return the bytes up to the end of that escape: a copy if there is a half
	 */
	static Masked mask(byte[] bytes, int limit) {
		byte[] masked = bytes;
		int at = 0;
		while (at < bytes.length && at < limit) {
			int unit = unit(bytes, at);
			if (unit < 0 || !Character.isSurrogate((char) unit)) {
				at += (bytes[at] == '\\') ? 2 : 1;
			}
			else if (isPair(unit, unit(bytes, at + ESCAPED))) {
				at += LONGEST;
			}
			else {
				masked = (masked != bytes) ? masked : bytes.clone();
				System.arraycopy(ESCAPED_MASK, 0, masked, at, ESCAPED);
				at += ESCAPED;
			}
		}
		return new Masked(masked, Math.min(at, bytes.length));
	}

	private static boolean isPair(int high, int low) {
		return low >= 0 && Character.isSurrogatePair((char) high, (char) low);
	}

	/**
	 * Returns the UTF-16 unit that is escaped at a byte, or a negative number.
	 */
	private static int unit(byte[] bytes, int at) {
		if (bytes.length - at < ESCAPED || bytes[at] != '\\' || bytes[at + 1] != 'u') {
			return -1;
		}
		int unit = 0;
		for (int i = at + 2; i < at + ESCAPED; i++) {
			unit = (unit << 4) | Character.digit(bytes[i], 16);
		}
		return unit;
	}

	/**
	 * A text without halves.
	 *
	 * @param bytes the text, and perhaps more
	 * @param length how many of them are the text
	 */
	record Masked(byte[] bytes, int length) {
	}

}
