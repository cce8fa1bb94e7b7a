package dev.registrysync.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is kept of a token: its SHA-256. A token is 256 random bits, so there is nothing
 * to guess that a slow hash would make dearer, and each call stays cheap.
 */
final class TokenHash {

	private static final String PREFIX = "sha256:";

	private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9a-f]{64})");

	private final byte[] digest;

	private TokenHash(byte[] digest) {
		this.digest = digest;
	}

	static TokenHash of(String token) {
		try {
			return new TokenHash(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	static Optional<TokenHash> parse(String text) {
		return Optional.of(FORM.matcher(text))
			.filter((form) -> form.matches())
			.map((form) -> new TokenHash(HexFormat.of().parseHex(form.group(1))));
	}

	/**
	 * Compares in a time that tells nothing about where they differ.
	 */
	boolean matches(TokenHash other) {
		return MessageDigest.isEqual(this.digest, other.digest);
	}

	@Override
	public String toString() {
		return PREFIX + HexFormat.of().formatHex(this.digest);
	}

}
