package dev.registrysync.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import dev.registrysync.registry.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Holds 32 bytes that are encrypted and authenticated: safe to keep and to show.
 *
 * @param bytes the nonce, then the ciphertext with its tag
 */
record Sealed(byte[] bytes) {

	static final int NONCE_LENGTH = 12;

	static final int CIPHERTEXT_LENGTH = 32 + 16;

	static final int LENGTH = NONCE_LENGTH + CIPHERTEXT_LENGTH;

	/**
	 * Returns half of the authentication tag, with which it ends.
	 */
	long tag() {
		return ByteBuffer.wrap(this.bytes).getLong(LENGTH - Long.BYTES);
	}

	/**
	 * Reads the members {@code nonce} and {@code ciphertext}.
	 */
	static Optional<Sealed> find(JsonObject members) {
		return hex(members, "nonce", NONCE_LENGTH).flatMap((nonce) -> hex(members, "ciphertext", CIPHERTEXT_LENGTH)
			.map((ciphertext) -> new Sealed(HexFormat.of().parseHex(nonce + ciphertext))));
	}

	private static Optional<String> hex(JsonObject members, String name, int length) {
		return members.findText(name)
			.filter((text) -> text.length() == 2 * length && text.chars().allMatch(HexFormat::isHexDigit));
	}

	JsonObject toJson() {
		return JsonObject.EMPTY.with("nonce", HexFormat.of().formatHex(this.bytes, 0, NONCE_LENGTH))
			.with("ciphertext", HexFormat.of().formatHex(this.bytes, NONCE_LENGTH, LENGTH));
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Sealed sealed && Arrays.equals(sealed.bytes, this.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return "[sealed]";
	}

}
