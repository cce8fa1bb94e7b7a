package dev.registrysync.registry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Shows text of registry files as JSON. Python writes {@code NaN} and {@code Infinity},
 * which are not JSON; each is shown as a string of a mark and the word, such as
 * {@code "not JSON: NaN"}.
 */
public final class StrictText {

	private static final String MARK = "not JSON: ";

	private static final Pattern MARKED = Pattern.compile(Pattern.quote(MARK) + "[+-]?(NaN|INF|Infinity)");

	private StrictText() {
	}

	/**
	 * Returns the text with each such word shown as a string; the same buffer if there is
	 * none.
	 * @param text JSON with such words; its position stays
	 */
	public static ByteBuffer of(ByteBuffer text) {
		int word = nextWord(text, text.position());
		if (word == text.limit()) {
			return text;
		}
		ByteArrayOutputStream strict = new ByteArrayOutputStream(text.remaining() + 2 * MARK.length());
		int copied = text.position();
		while (word < text.limit()) {
			int end = endOfWord(text, word);
			strict.writeBytes(bytes(text, copied, word));
			strict.writeBytes(("\"" + MARK).getBytes(US_ASCII));
			strict.writeBytes(bytes(text, word, end));
			strict.write('"');
			copied = end;
			word = nextWord(text, end);
		}
		strict.writeBytes(bytes(text, copied, text.limit()));
		return ByteBuffer.wrap(strict.toByteArray());
	}

	private static byte[] bytes(ByteBuffer text, int start, int end) {
		byte[] bytes = new byte[end - start];
		text.get(start, bytes);
		return bytes;
	}

	/**
	 * Returns whether the text holds no such word.
	 */
	public static boolean isStrict(ByteBuffer text) {
		return nextWord(text, text.position()) == text.limit();
	}

	/**
	 * Returns whether a string shows such a word.
	 */
	public static boolean isMark(String value) {
		return value.startsWith(MARK) && MARKED.matcher(value).matches();
	}

	/**
	 * Outside of strings only these words have a capital N or I; numbers have no other
	 * capital than E.
	 */
	private static int nextWord(ByteBuffer text, int from) {
		int at = from;
		while (at < text.limit()) {
			byte c = text.get(at);
			if (c == '"') {
				at = endOfString(text, at + 1);
			}
			else if (c == 'N' || c == 'I') {
				boolean signed = at > text.position() && (text.get(at - 1) == '-' || text.get(at - 1) == '+');
				return signed ? at - 1 : at;
			}
			at++;
		}
		return text.limit();
	}

	private static int endOfString(ByteBuffer text, int from) {
		int at = from;
		while (text.get(at) != '"') {
			at += (text.get(at) == '\\') ? 2 : 1;
		}
		return at;
	}

	private static int endOfWord(ByteBuffer text, int from) {
		int at = from + 1;
		while (at < text.limit() && Character.isLetter(text.get(at))) {
			at++;
		}
		return at;
	}

}
