package dev.registrysync.identity;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.registrysync.registry.Digest;
import dev.registrysync.registry.JsonObject;

/**
 * Names an entry's content, whatever the order of its members and the spelling of its
 * numbers.
 *
 * @param digest the digest of its canonical form
 */
public record ContentDigest(Digest digest) {

	/**
	 * Reads {@code sha256:} and 64 hex digits in lower case.
	 * @throws IllegalArgumentException if it is something else
	 */
	public ContentDigest(String text) {
		this(Digest.find(text)
			.orElseThrow(() -> new IllegalArgumentException(
					"a content digest is \"sha256:\" and 64 hex digits in lower case")));
	}

	/**
	 * Returns the digest of an entry: SHA-256 over its RFC 8785 form without the members
	 * of {@link SyncOwned}, followed by the exact values of numbers that a double cannot
	 * hold.
	 * @throws UnsignableContentException if the content has no canonical form; says where
	 */
	public static ContentDigest of(JsonObject members) {
		return new ContentDigest(Digest.of(canonicalForm(members)));
	}

	/**
	 * Returns the text that the digest of an entry is made of.
	 * @throws UnsignableContentException if the content has no canonical form; says where
	 */
	public static String canonicalText(JsonObject members) {
		return new String(canonicalForm(members), StandardCharsets.UTF_8);
	}

	private static byte[] canonicalForm(JsonObject members) {
		return CanonicalJson.exactBytes(members.withoutAll(SyncOwned.MEMBERS::contains));
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
		return Digest.find(text).map(ContentDigest::new);
	}

	/**
	 * {@code sha256:} and 64 hex digits in lower case.
	 */
	public String text() {
		return this.digest.toString();
	}

	@Override
	public String toString() {
		return text();
	}

}
