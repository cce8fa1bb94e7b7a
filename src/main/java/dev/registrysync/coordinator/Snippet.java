package dev.registrysync.coordinator;

/**
 * Cuts a foreign text to what may stand in a message: one line, no control characters, at
 * most 120 characters.
 */
final class Snippet {

	private static final int MAX_LENGTH = 120;

	private Snippet() {
	}

	static String of(String text) {
		String begin = text.substring(0, Math.min(text.length(), 4 * MAX_LENGTH));
		String line = begin.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+", " ").strip();
		return (line.length() > MAX_LENGTH) ? line.substring(0, MAX_LENGTH - 1) + "…" : line;
	}

}
