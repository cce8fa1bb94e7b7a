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
	 * Whether a text goes on with another one, but for such escapes. A text that is not
	 * UTF-8 (RFC 3629) has no such form.
	 * @param text is moved behind the other one if it does, and is anywhere if not
	 */
	static boolean passes(ByteBuffer text, ByteBuffer ascii) {
		ByteBuffer wanted = ascii.duplicate();
		try {
			while (pass(text, wanted)) {
				if (isEscaping(wanted)) {
					return false;
				}
				ByteBuffer escaped = escaped(text);
				if (!escaped.hasRemaining() || !skips(wanted, escaped)) {
					return false;
				}
			}
			return !wanted.hasRemaining();
		}
		catch (CharacterCodingException ex) {
			// What is no text is the same as no text
			return false;
		}
	}

	/**
	 * Moves both behind what they have in common.
	 * @return whether both go on
	 */
	private static boolean pass(ByteBuffer text, ByteBuffer wanted) {
		int mismatch = text.mismatch(wanted);
		int same = (mismatch >= 0) ? mismatch : wanted.remaining();
		text.position(text.position() + same);
		wanted.position(wanted.position() + same);
		return text.hasRemaining() && wanted.hasRemaining();
	}

	/**
	 * Whether a backslash stands before what comes next, and escapes it: what is not
	 * ASCII cannot follow that.
	 */
	private static boolean isEscaping(ByteBuffer ascii) {
		int at = ascii.position();
		while (at > 0 && ascii.get(at - 1) == '\\') {
			at--;
		}
		return (ascii.position() - at) % 2 != 0;
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

	private static boolean skips(ByteBuffer ascii, ByteBuffer next) {
		int length = next.remaining();
		if (ascii.remaining() < length || !ascii.slice(ascii.position(), length).equals(next)) {
			return false;
		}
		ascii.position(ascii.position() + length);
		return true;
	}

}
