package dev.registrysync.console;

/**
 * Names from files of others, made safe to print.
 */
final class Printable {

	private static final int MAX_LENGTH = 300;

	private Printable() {
	}

	/**
	 * The name without control characters, and cut if it is very long.
	 */
	static String of(String name) {
		String clean = name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "\ufffd");
		return (clean.length() > MAX_LENGTH) ? clean.substring(0, MAX_LENGTH) + "\u2026" : clean;
	}

}
