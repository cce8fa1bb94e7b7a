package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Shows text of registry files as JSON. Python writes {@code NaN} and {@code Infinity},
 * which are not JSON; each is shown as a string of a mark and the word, such as
 * {@code "not JSON: NaN"}.
 */
public final class StrictText {

	private static final String WORD = "[+-]?(?:NaN|INF|Infinity)";

	private static final Pattern TOKEN = Pattern.compile("\\\\.|\"|" + WORD);

	private static final String MARK = "not JSON: ";

	private static final Pattern MARKED = Pattern.compile(MARK + WORD);

	private StrictText() {
	}

	/**
	 * Returns the text with each such word shown as a string; the same buffer if there is
	 * none.
	 * @param text JSON with such words; its position stays
	 */
	public static ByteBuffer of(ByteBuffer text) {
		Matcher token = TOKEN.matcher(ISO_8859_1.decode(text.duplicate()));
		StringBuilder strict = new StringBuilder();
		boolean inString = false;
		while (token.find()) {
			if (token.group().equals("\"")) {
				inString = !inString;
			}
			else if (!inString) {
				token.appendReplacement(strict, "\"" + MARK + "$0\"");
			}
		}
		return strict.isEmpty() ? text : ISO_8859_1.encode(token.appendTail(strict).toString());
	}

	/**
	 * Returns whether the text holds no such word.
	 */
	public static boolean isStrict(ByteBuffer text) {
		return of(text).equals(text);
	}

	/**
	 * Returns whether a string shows such a word.
	 */
	public static boolean isMark(String value) {
		return MARKED.matcher(value).matches();
	}

}
