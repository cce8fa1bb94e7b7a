package dev.registrysync.keys;

/**
 * What a signature over a message is worth.
 */
enum SignatureVerdict {

	/** The named key made it over this message. */
	VALID,

	/** Another key that this service holds made it over this message. */
	WRONG_KEY,

	/** The named key made it over another message. */
	WRONG_MESSAGE,

	/** Another message was signed, or a key signed that this service does not hold. */
	WRONG_KEY_OR_MESSAGE,

	/** The signature or the address does not have its form. */
	MALFORMED,

	/** The entry has no key. */
	UNKNOWN_KEY,

	/** The key that made it was revoked. */
	REVOKED

}
