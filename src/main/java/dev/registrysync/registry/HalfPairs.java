package dev.registrysync.registry;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

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

	private HalfPairs() {
	}

	/**
	 * Returns a copy of a text with all halves replaced, or null if it has none.
	 * @param end the byte behind its last
	 */
	static byte @Nullable [] masked(byte[] bytes, int start, int end) {
		byte @Nullable [] masked = null;
		int at = start;
		while (at < end) {
			int unit = unit(bytes, at, end);
			if (unit < 0 || !Character.isSurrogate((char) unit)) {
				at += (bytes[at] == '\\') ? 2 : 1;
			}
			else if (isPair(unit, unit(bytes, at + ESCAPED, end))) {
				at += 2 * ESCAPED;
			}
			else {
				masked = (masked != null) ? masked : Arrays.copyOfRange(bytes, start, end);
				System.arraycopy(ESCAPED_MASK, 0, masked, at - start, ESCAPED);
				at += ESCAPED;
			}
		}
		return masked;
	}

	private static boolean isPair(int high, int low) {
		return low >= 0 && Character.isSurrogatePair((char) high, (char) low);
	}

	/**
	 * Returns the UTF-16 unit that is escaped at a byte, or a negative number.
	 */
	private static int unit(byte[] bytes, int at, int end) {
		if (end - at < ESCAPED || bytes[at] != '\\' || bytes[at + 1] != 'u') {
			return -1;
		}
		int unit = 0;
		for (int i = at + 2; i < at + ESCAPED; i++) {
			unit = (unit << 4) | Character.digit(bytes[i], 16);
		}
		return unit;
	}

}
