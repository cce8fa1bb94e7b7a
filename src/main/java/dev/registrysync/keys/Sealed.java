package dev.registrysync.keys;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * 32 bytes that are encrypted and authenticated: safe to keep and to show.
 */
final class Sealed {

	static final int NONCE_LENGTH = 12;

	static final int CIPHERTEXT_LENGTH = 32 + 16;

	private final byte[] nonce;

	private final byte[] ciphertext;

	Sealed(byte[] nonce, byte[] ciphertext) {
		this.nonce = nonce;
		this.ciphertext = ciphertext;
	}

	/**
	 * Reads the members {@code nonce} and {@code ciphertext}.
	 */
	static Optional<Sealed> find(JsonObject members) {
		return hex(members, "nonce", NONCE_LENGTH).flatMap((nonce) -> hex(members, "ciphertext", CIPHERTEXT_LENGTH)
			.map((ciphertext) -> new Sealed(nonce, ciphertext)));
	}

	private static Optional<byte[]> hex(JsonObject members, String name, int length) {
		return members.findText(name)
			.filter((text) -> text.length() == 2 * length && text.chars().allMatch(HexFormat::isHexDigit))
			.map(HexFormat.of()::parseHex);
	}

	Map<String, Json> toJson() {
		Map<String, Json> members = new LinkedHashMap<>();
		members.put("nonce", new JsonString(HexFormat.of().formatHex(this.nonce)));
		members.put("ciphertext", new JsonString(HexFormat.of().formatHex(this.ciphertext)));
		return members;
	}

	byte[] nonce() {
		return this.nonce;
	}

	byte[] ciphertext() {
		return this.ciphertext;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Sealed sealed && Arrays.equals(sealed.nonce, this.nonce)
				&& Arrays.equals(sealed.ciphertext, this.ciphertext);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.nonce);
	}

	@Override
	public String toString() {
		return "[sealed]";
	}

}
