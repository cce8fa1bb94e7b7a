package dev.registrysync.identity;

import dev.registrysync.registry.JsonString;

/**
 * A text or an entry's content has no exact bytes that could be signed.
 */
public class UnsignableContentException extends RuntimeException {

	private final String reason;

	private final String pointer;

	UnsignableContentException(String reason, String pointer) {
		super(pointer.isEmpty() ? reason : reason + " at " + new JsonString(pointer));
		this.reason = reason;
		this.pointer = pointer;
	}

	/**
	 * What is wrong, without the place.
	 */
	public String reason() {
		return this.reason;
	}

	/**
	 * The place in the content (RFC 6901); empty for the whole.
	 */
	public String pointer() {
		return this.pointer;
	}

}
