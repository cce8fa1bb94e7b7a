package dev.registrysync.security;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * A token that was just made, and is shown once. Prints {@code [redacted]}.
 */
public final class NewToken {

	private static final SecureRandom RANDOM = new SecureRandom();

	/** Lets programs that search for secrets find tokens. */
	private static final String PREFIX = "rst_";

	private static final int BYTES = 32;

	private final String text;

	private NewToken(String text) {
		this.text = text;
	}

	public static NewToken random() {
		byte[] bytes = new byte[BYTES];
		RANDOM.nextBytes(bytes);
		String text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
		Arrays.fill(bytes, (byte) 0);
		return new NewToken(text);
	}

	/**
	 * The token itself: for the one who will bear it, and nobody else.
	 */
	public String reveal() {
		return this.text;
	}

	/**
	 * What the service's configuration keeps of it.
	 */
	public String hash() {
		return TokenHash.of(this.text).toString();
	}

	@Override
	public String toString() {
		return "[redacted]";
	}

}
