package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Compares a JSON text in UTF-8 with one in ASCII, in which {@link JsonText} has escaped
 * all else.
 */
final class AsciiForm {

	/** How long a UTF-16 unit is, escaped. */
	private static final int ESCAPED = 6;

	private AsciiForm() {
	}

	/**
	 * Whether the second text is the first one but for such escapes. A text that is not
	 * UTF-8 (RFC 3629) has no such form.
	 */
	static boolean isOf(ByteBuffer text, ByteBuffer ascii) {
		ByteBuffer left = text.duplicate();
		ByteBuffer right = ascii.duplicate();
		try {
			int same = left.mismatch(right);
			while (same >= 0) {
				left.position(left.position() + same);
				right.position(right.position() + same);
				ByteBuffer escaped = escaped(left);
				if (!escaped.hasRemaining() || !passes(right, escaped)) {
					return false;
				}
				same = left.mismatch(right);
			}
			return true;
		}
		catch (CharacterCodingException ex) {
			// What is no text is the same as no text
			return false;
		}
	}

	/**
	 * Takes the characters that come next and are not ASCII, as they are escaped.
	 */
	private static ByteBuffer escaped(ByteBuffer text) throws CharacterCodingException {
		int end = text.position();
		while (end < text.limit() && text.get(end) < 0) {
			end++;
		}
		CharBuffer units = UTF_8.newDecoder().decode(text.slice(text.position(), end - text.position()));
		text.position(end);
		TextBytes escaped = new TextBytes(ESCAPED * units.length());
		for (int i = 0; i < units.length(); i++) {
			escaped.escaped(units.charAt(i));
		}
		return ByteBuffer.wrap(escaped.toArray(), 0, escaped.length());
	}

	private static boolean passes(ByteBuffer ascii, ByteBuffer next) {
		int length = next.remaining();
		if (ascii.remaining() < length || !ascii.slice(ascii.position(), length).equals(next)) {
			return false;
		}
		ascii.position(ascii.position() + length);
		return true;
	}

}
