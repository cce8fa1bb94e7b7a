package dev.registrysync.identity;

/**
 * A text is not a signature that can be accepted.
 */
public class MalformedSignatureException extends RuntimeException {

	private final Reason reason;

	MalformedSignatureException(Reason reason) {
		super(reason.sentence);
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why a text is no signature.
	 */
	public enum Reason {

		/** Something in it is not a hex digit. */
		NOT_HEX("the signature is not written in hex digits"),

		/** It has not 65 bytes; 64 bytes, without v, are not enough. */
		WRONG_LENGTH("the signature does not have 65 bytes (r, s and v)"),

		/** The last byte is not 0, 1, 27 or 28. */
		BAD_V("the signature's last byte, v, is not 0, 1, 27 or 28"),

		/** One of r and s is zero or not below the order of the group. */
		OUT_OF_RANGE("the signature's r or s is zero or too large"),

		/** The other, malleable form of a signature (EIP-2). */
		HIGH_S("the signature's s is in the upper half (EIP-2)");

		private final String sentence;

		Reason(String sentence) {
			this.sentence = sentence;
		}

	}

}
