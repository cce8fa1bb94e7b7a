package dev.registrysync.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What is hashed when a text is signed with an Ethereum key (EIP-191, version 0x45).
 */
public final class PersonalMessage {

	private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

	private PersonalMessage() {
	}

	/**
	 * The 32 bytes to sign: Keccak-256 over the prefix, the length in bytes and the text
	 * in UTF-8.
	 * @throws UnsignableContentException if the text holds half of a surrogate pair,
	 * which has no UTF-8 form
	 */
	public static byte[] hash(String text) {
		if (hasHalfOfAPair(text)) {
			throw new UnsignableContentException("the text holds half of a surrogate pair", "");
		}
		byte[] bytes = text.getBytes(UTF_8);
		return Keccak256.hash((PREFIX + bytes.length).getBytes(US_ASCII), bytes);
	}

	/**
	 * Whether a text holds half of a surrogate pair, which has no UTF-8 form.
	 */
	public static boolean hasHalfOfAPair(String text) {
		return text.codePoints().anyMatch((c) -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
	}

}
