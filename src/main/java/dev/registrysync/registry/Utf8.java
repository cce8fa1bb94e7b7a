package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds bytes that are not UTF-8 (RFC 3629): overlong forms, surrogates, code points
 * above U+10FFFF and sequences that end too early. Jackson accepts the first three.
 */
public final class Utf8 {

	private static final int BUFFER = 8192;

	private Utf8() {
	}

	/**
	 * Returns the offset of the first byte that is not UTF-8, or a negative number.
	 */
	public static int findDefect(byte[] bytes) {
		ByteBuffer text = ByteBuffer.wrap(bytes);
		CharBuffer ignored = CharBuffer.allocate(Math.min(bytes.length + 1, BUFFER));
		CharsetDecoder decoder = UTF_8.newDecoder();
		CoderResult result = decoder.decode(text, ignored, true);
		while (result.isOverflow()) {
			result = decoder.decode(text, ignored.clear(), true);
		}
		return result.isError() ? text.position() : -1;
	}

}
