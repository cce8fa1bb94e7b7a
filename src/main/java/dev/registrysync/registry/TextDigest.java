package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The digest of a text that does not change, worked out when it is first asked for.
 */
final class TextDigest {

	private final Supplier<? extends Iterable<ByteBuffer>> text;

	private volatile @Nullable String known;

	/**
	 * That of a text.
	 * @param known the digest, if somebody has worked it out already
	 */
	TextDigest(Supplier<? extends Iterable<ByteBuffer>> text, Optional<String> known) {
		this.text = text;
		this.known = known.orElse(null);
	}

	/**
	 * {@code sha256:} and 64 hex digits.
	 */
	String get() {
		String digest = this.known;
		if (digest == null) {
			digest = Sha256.ofPieces(this.text.get());
			this.known = digest;
		}
		return digest;
	}

}
