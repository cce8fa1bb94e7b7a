package dev.registrysync.identity;

import java.util.Optional;
import java.util.function.Supplier;

import dev.registrysync.registry.Kind;
import dev.registrysync.registry.UrlPath;

/**
 * What a check found: a verdict with its reason and remedy, not yet about an entry.
 *
 * @param verdict the verdict
 * @param reason one sentence
 * @param remedy one sentence
 */
record Finding(Verdict verdict, String reason, String remedy) {

	static final Finding VALID = new Finding(Verdict.VALID, "", "");

	/** Stands for the entry's kind and id in a remedy. */
	private static final String ENTRY = "{kind}/{id}";

	private static final String SYNC = "Run a sync: it makes what is missing.";

	private static final String REPAIR = "Run a sync: it writes the identity anew with the key that the keystore holds.";

	private static final String ROTATE = "Rotate the key: POST /keys/" + ENTRY
			+ "/rotate makes a new version, which attests the content anew.";

	private static final String RESTORE = "If the edit was meant, POST /registry/" + ENTRY
			+ "/accept attests it; else POST /registry/" + ENTRY + "/revert puts back what was attested last.";

	static Finding missing(String reason) {
		return new Finding(Verdict.MISSING, sentence(reason), SYNC);
	}

	static Finding malformedIdentity(String reason) {
		return new Finding(Verdict.MALFORMED, sentence(reason), REPAIR);
	}

	static Finding malformedClaim(String reason) {
		return new Finding(Verdict.MALFORMED, sentence(reason),
				"Put the identity back as it was, or set the member identity to null in the registry file and sync.");
	}

	static Finding unsignable(String reason) {
		return new Finding(Verdict.MALFORMED, sentence("the entry cannot be signed: " + reason),
				"Mend the text or number at that place in the registry file, and sync.");
	}

	static Finding unknownKey(Address address) {
		return new Finding(Verdict.UNKNOWN_KEY, "The keystore does not hold the key of " + address + ".",
				"Import the key of this address (docs/keys.md), or set the member identity to null in the registry file and sync, which makes a new one.");
	}

	/**
	 * An address with which the entry was committed, so that its key was once here.
	 */
	static Finding lostKey(Address address) {
		return new Finding(Verdict.UNKNOWN_KEY,
				"The keystore does not hold the key of %s, with which the entry was committed.".formatted(address),
				"Restore the keystore directory from a backup that has this key, or import the key. "
						+ "If it is lost for good, stop the service, run \"java -jar registry-sync.jar accept-lost-keys\", "
						+ "set the member identity to null, start the service and sync.");
	}

	/**
	 * The same finding for an entry that can get no key: a sync would make none.
	 */
	Finding withoutANewKey() {
		return new Finding(this.verdict, this.reason,
				"Restore the keystore directory from a backup: it is damaged or lacks keys, so no new one is made. "
						+ "GET /actuator/health says what is missing.");
	}

	static Finding wrongKey(String reason) {
		return new Finding(Verdict.WRONG_KEY, sentence(reason), REPAIR);
	}

	static Finding revoked(String reason) {
		return new Finding(Verdict.REVOKED, sentence(reason), ROTATE);
	}

	/**
	 * An address of a key that the entry had before another entity's key was set for it.
	 */
	static Finding notItsAlias(String reason) {
		return new Finding(Verdict.WRONG_KEY, sentence(reason),
				"Set the member identity to null in the registry file and sync, which writes the address of the key that the entry uses now, or set registry-sync.identity-aliases as it was.");
	}

	/**
	 * An address of another entry's key that the entry may have on purpose.
	 */
	static Finding sharedKey(String reason) {
		return new Finding(Verdict.WRONG_KEY, sentence(reason),
				"If the entry is to use that key, set registry-sync.identity-aliases and restart; if not, set the member "
						+ "identity to null in the registry file and sync, which makes one of its own.");
	}

	static Finding damagedKey(Address address) {
		return new Finding(Verdict.UNKNOWN_KEY,
				"The keystore cannot say what the key of " + address
						+ " may be used for, as a record of its owner is damaged.",
				"Restore the keystore directory from a backup.");
	}

	/**
	 * This finding or, if there is nothing to find fault with, the other.
	 */
	Finding and(Supplier<Finding> other) {
		return (this.verdict == Verdict.VALID) ? other.get() : this;
	}

	/**
	 * The same finding for an entry whose key is revoked: signing again is no way out.
	 */
	Finding withoutASigningKey() {
		return switch (this.verdict) {
			case MISSING, MALFORMED, WRONG_KEY -> new Finding(this.verdict, this.reason, ROTATE);
			case VALID, INVALID_CONTENT, REVOKED, UNKNOWN_KEY -> this;
		};
	}

	static Finding sharedAddress(Kind kind, String id) {
		return new Finding(Verdict.WRONG_KEY, "The address also stands on the entry %s/%s.".formatted(kind, id),
				"Find out which of the two entries was copied, set the copy's member identity to null in the registry file, and sync.");
	}

	/**
	 * A member that nobody but this program writes has another value than it wrote.
	 * @param member a JSON pointer
	 */
	static Finding notWrittenHere(String member) {
		return new Finding(Verdict.MALFORMED,
				"The member %s is not what this service wrote, and no signature covers it.".formatted(member),
				"POST /registry/{kind}/{id}/revert puts back what was written and attested last; "
						+ "POST /registry/{kind}/{id}/accept puts that member back and attests other edits.");
	}

	static Finding invalidContent(String reason) {
		return new Finding(Verdict.INVALID_CONTENT, sentence(reason), RESTORE);
	}

	EntryVerdict on(Kind kind, String id, Optional<Address> address) {
		String path = UrlPath.of(kind, id);
		return new EntryVerdict(kind, id, address.orElse(null), this.verdict, this.reason,
				this.remedy.replace(ENTRY, path));
	}

	/**
	 * The same words with a capital and a full stop.
	 */
	static String sentence(String words) {
		String stopped = words.endsWith(".") ? words : words + ".";
		return Character.toUpperCase(stopped.charAt(0)) + stopped.substring(1);
	}

}
