package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds bytes that are not UTF-8 (RFC 3629): overlong forms, surrogates, code points
 * above U+10FFFF and sequences that end too early. Jackson accepts the first three.
 */
public final class Utf8 {

	/** As many bytes as are read at once; they have no more characters. */
	private static final int PIECE = 8192;

	private Utf8() {
	}

	/**
	 * Returns the offset of the first byte that is not UTF-8, or a negative number.
	 */
	public static long findDefect(Text text) {
		CharsetDecoder decoder = UTF_8.newDecoder();
		CharBuffer ignored = CharBuffer.allocate(PIECE);
		long start = 0;
		do {
			int length = (int) Math.min(PIECE, text.length() - start);
			ByteBuffer piece = ByteBuffer.wrap(text.bytes(start, length));
			boolean last = start + length == text.length();
			if (decoder.decode(piece, ignored.clear(), last).isError()) {
				return start + piece.position();
			}
			start += piece.position();
			if (last) {
				return -1;
			}
		}
		while (true);
	}

}
