package dev.registrysync.registry;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The byte order mark with which some texts in UTF-8 begin.
 */
public final class ByteOrderMark {

	private static final byte[] BYTES = "\ufeff".getBytes(UTF_8);

	private ByteOrderMark() {
	}

	/**
	 * How many bytes of it a text begins with: all or none.
	 */
	public static int lengthIn(byte[] text) {
		boolean there = text.length >= BYTES.length && Arrays.equals(text, 0, BYTES.length, BYTES, 0, BYTES.length);
		return there ? BYTES.length : 0;
	}

}
