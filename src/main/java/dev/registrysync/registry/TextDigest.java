package dev.registrysync.registry;

import org.jspecify.annotations.Nullable;

/**
 * The digest of a text that does not change, worked out when it is first asked for.
 */
final class TextDigest {

	private final byte[] text;

	private volatile @Nullable String known;

	TextDigest(byte[] text) {
		this.text = text;
	}

	/**
	 * {@code sha256:} and 64 hex digits.
	 */
	String get() {
		String digest = this.known;
		if (digest == null) {
			digest = Sha256.of(this.text);
			this.known = digest;
		}
		return digest;
	}

}
