package dev.registrysync.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;

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
		byte[] bytes = utf8(text);
		return Keccak256.hash((PREFIX + bytes.length).getBytes(US_ASCII), bytes);
	}

	private static byte[] utf8(String text) {
		return hasSurrogates(text) ? strictly(text) : text.getBytes(UTF_8);
	}

	private static boolean hasSurrogates(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Only surrogates can stand in a text so that it has no UTF-8.
	 */
	private static byte[] strictly(String text) {
		try {
			ByteBuffer buffer = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			byte[] bytes = new byte[buffer.remaining()];
			buffer.get(bytes);
			return bytes;
		}
		catch (CharacterCodingException ex) {
			throw new UnsignableContentException("the text holds half of a surrogate pair", "");
		}
	}

}
