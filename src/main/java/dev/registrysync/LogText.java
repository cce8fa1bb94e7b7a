package dev.registrysync;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text that others may have chosen safe to show in a line of the log.
 */
final class LogText {

	/**
	 * Control, format (such as direction overrides), surrogate and line-breaking
	 * characters.
	 */
	private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

	/**
	 * Behind the name of its header, or as long as no word of English is.
	 */
	private static final Pattern BEARER = Pattern.compile(
			"(?i)(authorization[\"':=\\[ \\t]+bearer[ \\t]+|bearer[ \\t]+(?=[A-Za-z0-9._~+/=-]{20}))[A-Za-z0-9._~+/=-]+");

	private LogText() {
	}

	/**
	 * Escapes characters that break or disguise a line, and removes bearer tokens.
	 * @param lines whether line breaks and tabs stay, as in messages of frameworks
	 */
	static String safe(String text, boolean lines) {
		String masked = BEARER.matcher(text).replaceAll("$1[redacted]");
		return UNSAFE.matcher(masked).replaceAll((match) -> Matcher.quoteReplacement(escape(match.group(), lines)));
	}

	private static String escape(String character, boolean lines) {
		if (lines && "\r\n\t".contains(character)) {
			return character;
		}
		StringBuilder escaped = new StringBuilder();
		character.chars().forEach((unit) -> escaped.append("\\u%04x".formatted(unit)));
		return escaped.toString();
	}

}
