package dev.registrysync.keys;

import dev.registrysync.registry.EntryRef;

/**
 * A verdict on a signature.
 *
 * @param verdict the verdict
 * @param reason one sentence; empty if the signature is valid
 */
record Verification(SignatureVerdict verdict, String reason) {

	static final Verification VALID = new Verification(SignatureVerdict.VALID, "");

	static final Verification REVOKED = new Verification(SignatureVerdict.REVOKED,
			"The key that signed was revoked, and a signature does not tell when it was made.");

	static Verification malformed(String reason) {
		return new Verification(SignatureVerdict.MALFORMED, reason);
	}

	static Verification noKey(EntryRef entry) {
		return new Verification(SignatureVerdict.UNKNOWN_KEY, "There is no key of %s.".formatted(entry));
	}

}
