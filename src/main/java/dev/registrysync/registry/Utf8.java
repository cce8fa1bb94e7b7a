package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds bytes that are not UTF-8 (RFC 3629): overlong forms, surrogates, code points
 * above U+10FFFF and sequences that end too early.
 */
public final class Utf8 {

	private static final long NOT_ASCII = 0x8080808080808080L;

	private static final int BUFFER = 1024;

	private Utf8() {
	}

	/**
	 * Returns the offset of the first byte that is not UTF-8, or a negative number.
	 * @param end the byte behind the last one to check
	 */
	public static int findDefect(byte[] bytes, int start, int end) {
		ByteBuffer text = ByteBuffer.wrap(bytes, start, end - start);
		skipAscii(text);
		CharsetDecoder decoder = UTF_8.newDecoder();
		CharBuffer ignored = CharBuffer.allocate(text.hasRemaining() ? BUFFER : 0);
		while (text.hasRemaining()) {
			CoderResult result = decoder.decode(text, ignored.clear(), true);
			if (result.isError()) {
				return text.position();
			}
		}
		return -1;
	}

	private static void skipAscii(ByteBuffer text) {
		int at = text.position();
		while (text.limit() - at >= Long.BYTES && (text.getLong(at) & NOT_ASCII) == 0) {
			at += Long.BYTES;
		}
		text.position(at);
	}

}
