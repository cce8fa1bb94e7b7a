package dev.registrysync.history;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a compressed file is called that is named after the digest of what it holds.
 */
final class CompressedFile {

	private static final String ALGORITHM = "sha256:";

	static final String SUFFIX = ".gz";

	private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.gz");

	private CompressedFile() {
	}

	/**
	 * The name.
	 * @param digest {@code sha256:} and 64 hex digits
	 */
	static String name(String digest) {
		return digest.substring(ALGORITHM.length()) + SUFFIX;
	}

	/**
	 * The digest that a name says; empty if it is none of ours.
	 */
	static Optional<String> findDigest(String name) {
		Matcher matcher = NAME.matcher(name);
		return matcher.matches() ? Optional.of(ALGORITHM + matcher.group(1)) : Optional.empty();
	}

}
