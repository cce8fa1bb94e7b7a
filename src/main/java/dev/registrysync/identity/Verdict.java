package dev.registrysync.identity;

/**
 * What validation says of one entry.
 */
public enum Verdict {

	/** The entry's key signed exactly this content, and it is the newest attested. */
	VALID,

	/** The content is not what the entry's key attested last. */
	INVALID_CONTENT,

	/** The address or a signature is another key's. */
	WRONG_KEY,

	/** An identity, a signature or an attestation is not there yet. */
	MISSING,

	/** Something is not of the form it must have. */
	MALFORMED,

	/** The key was revoked before the content was attested. */
	REVOKED,

	/** The keystore does not hold the address's key. */
	UNKNOWN_KEY

}
