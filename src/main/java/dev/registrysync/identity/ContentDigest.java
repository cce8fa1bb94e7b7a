package dev.registrysync.identity;

import java.util.Optional;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Sha256;

/**
 * Names an entry's content, whatever the order of its members and the spelling of its
 * numbers.
 *
 * @param text {@code sha256:} and 64 hex digits in lower case
 */
public record ContentDigest(String text) {

	private static final String ALGORITHM = "sha256:";

	private static final int DIGITS = 64;

	public ContentDigest {
		if (!isDigest(text)) {
			throw new IllegalArgumentException("a content digest is \"sha256:\" and 64 hex digits in lower case");
		}
	}

	/**
	 * The digest of an entry: SHA-256 over its RFC 8785 form without the members of
	 * {@link SyncOwned}.
	 * @throws UnsignableContentException if the content has no canonical form; says where
	 */
	public static ContentDigest of(JsonObject members) {
		byte[] canonical = CanonicalJson.bytes(members.withoutAll(SyncOwned.MEMBERS::contains));
		return new ContentDigest(Sha256.of(canonical));
	}

	/**
	 * The digest of an entry; empty if its content has no canonical form.
	 */
	public static Optional<ContentDigest> find(JsonObject members) {
		try {
			return Optional.of(of(members));
		}
		catch (UnsignableContentException ex) {
			return Optional.empty();
		}
	}

	public static Optional<ContentDigest> find(String text) {
		return isDigest(text) ? Optional.of(new ContentDigest(text)) : Optional.empty();
	}

	private static boolean isDigest(String text) {
		if (text.length() != ALGORITHM.length() + DIGITS || !text.startsWith(ALGORITHM)) {
			return false;
		}
		for (int i = ALGORITHM.length(); i < text.length(); i++) {
			char digit = text.charAt(i);
			if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
				return false;
			}
		}
		return true;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
