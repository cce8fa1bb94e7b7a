package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Replaces escaped halves of surrogate pairs. The parser refuses them in names, so it
 * reads a text in which another escape of the same length stands in their place.
 */
final class HalfPairs {

	/** What a name or string with a replaced half contains. */
	static final char MASK = '\uffff';

	private static final byte[] ESCAPED_MASK = "\\uffff".getBytes(US_ASCII);

	private static final int ESCAPED = ESCAPED_MASK.length;

	private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;

	private static final long LOW_BITS = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private final byte[] bytes;

	private final int start;

	private final int end;

	private byte @Nullable [] masked;

	private HalfPairs(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.start = start;
		this.end = end;
	}

	/**
	 * Returns a copy of a text with all halves replaced, or null if it has none.
	 * @param end the byte behind its last
	 */
	static byte @Nullable [] masked(byte[] bytes, int start, int end) {
		HalfPairs text = new HalfPairs(bytes, start, end);
		text.mask();
		return text.masked;
	}

	private void mask() {
		int at = nextBackslash(this.start);
		while (at < this.end) {
			int unit = unit(at);
			int length = (unit < 0) ? 2 : ESCAPED;
			if (unit >= 0 && Character.isSurrogate((char) unit)) {
				int next = unit(at + ESCAPED);
				if (next >= 0 && Character.isSurrogatePair((char) unit, (char) next)) {
					length = 2 * ESCAPED;
				}
				else {
					mask(at);
				}
			}
			at = nextBackslash(at + length);
		}
	}

	private int nextBackslash(int from) {
		ByteBuffer text = ByteBuffer.wrap(this.bytes);
		int at = from;
		while (this.end - at >= Long.BYTES) {
			long difference = text.getLong(at) ^ BACKSLASHES;
			if (((difference - LOW_BITS) & ~difference & HIGH_BITS) != 0) {
				break;
			}
			at += Long.BYTES;
		}
		while (at < this.end && this.bytes[at] != '\\') {
			at++;
		}
		return at;
	}

	/**
	 * Returns the UTF-16 unit that is escaped at a byte, or a negative number.
	 */
	private int unit(int at) {
		if (this.end - at < ESCAPED || this.bytes[at] != '\\' || this.bytes[at + 1] != 'u') {
			return -1;
		}
		int unit = 0;
		for (int i = at + 2; i < at + ESCAPED; i++) {
			int digit = Character.digit(this.bytes[i], 16);
			if (digit < 0) {
				return -1;
			}
			unit = (unit << 4) | digit;
		}
		return unit;
	}

	private void mask(int at) {
		byte[] copy = (this.masked != null) ? this.masked : Arrays.copyOfRange(this.bytes, this.start, this.end);
		System.arraycopy(ESCAPED_MASK, 0, copy, at - this.start, ESCAPED);
		this.masked = copy;
	}

}
