package dev.registrysync.keys;

import java.util.Optional;
import java.util.regex.Pattern;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.SignedStatement;
import dev.registrysync.keys.VerifyController.Verdict;
import dev.registrysync.keys.VerifyController.VerificationView;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.registry.EntryRef;

/**
 * Compares who signed a message with who is said to have signed it, and finds out why
 * they differ: over another message, the same key seems to be another one.
 */
final class SignatureVerifier {

	private static final Pattern ADDRESS = Pattern.compile("(?:0x)?[0-9a-fA-F]{40}");

	private static final String REASON_REVOKED = "The key that signed was revoked, and a signature does not tell when it was made.";

	private final KnownKeys keys;

	private final Secp256k1 secp256k1;

	private final SignedTexts texts;

	SignatureVerifier(KnownKeys keys, Secp256k1 secp256k1, SignedTexts texts) {
		this.keys = keys;
		this.secp256k1 = secp256k1;
		this.texts = texts;
	}

	static void requireForm(String address) {
		if (!ADDRESS.matcher(address).matches()) {
			throw new InvalidRequestException("address", "must be 40 hex digits, with or without 0x");
		}
	}

	/**
	 * Verifies a signature by an address, ours or not.
	 * @param text 40 hex digits; with a wrong checksum nothing can be said of it
	 * @param recovered the address whose key made the signature; empty if none could have
	 */
	VerificationView verifyAddress(String text, Optional<Address> recovered, Signature signature) {
		Optional<Address> address = Address.find(text);
		if (address.isEmpty()) {
			return VerificationView.of(Verdict.MALFORMED, recovered, "The checksum of the address is wrong (EIP-55).");
		}
		Optional<EntryRef> owner = address.flatMap(this.keys::ownerOf);
		if (!recovered.equals(address)) {
			return explain(recovered, owner, signature);
		}
		return valid(owner.flatMap((entry) -> this.keys.find(entry, address.get())), recovered);
	}

	/**
	 * Verifies a signature by the key that signs for an entry now: a retired one proves
	 * nothing any more.
	 * @param recovered the address whose key made the signature; empty if none could have
	 */
	VerificationView verifyEntry(EntryRef entry, Optional<Address> recovered, Signature signature) {
		Optional<KnownKey> newest = this.keys.findNewest(entry);
		if (newest.isEmpty()) {
			return VerificationView.of(Verdict.UNKNOWN_KEY, recovered, "There is no key of %s.".formatted(entry));
		}
		Optional<KnownKey> signer = recovered.flatMap((address) -> this.keys.find(entry, address));
		return (signer.filter(KnownKey::isRevoked).isPresent() || signer.equals(newest)) ? valid(signer, recovered)
				: explain(recovered, Optional.of(entry), signature);
	}

	private static VerificationView valid(Optional<KnownKey> signer, Optional<Address> recovered) {
		return signer.filter(KnownKey::isRevoked).isPresent()
				? VerificationView.of(Verdict.REVOKED, recovered, REASON_REVOKED)
				: VerificationView.of(Verdict.VALID, recovered, "");
	}

	/**
	 * Says whether the key or the message differs, or that nobody can tell.
	 * @param expected the entry that should have signed, if it is known
	 */
	private VerificationView explain(Optional<Address> recovered, Optional<EntryRef> expected, Signature signature) {
		Optional<KnownKey> signer = recovered
			.flatMap((address) -> this.keys.ownerOf(address).flatMap((owner) -> this.keys.find(owner, address)));
		if (signer.isPresent()) {
			return VerificationView.of(Verdict.WRONG_KEY, recovered, "Version %d of the key of %s signed this message."
				.formatted(signer.get().version(), signer.get().facts().owner()));
		}
		return expected.flatMap((entry) -> findOtherMessage(entry, signature))
			.map((statement) -> VerificationView.of(Verdict.WRONG_MESSAGE, recovered,
					"The message differs from the one that was signed: the signature is that of the entry's %s."
						.formatted(statement.purpose())))
			.orElseGet(() -> VerificationView.of(Verdict.WRONG_KEY_OR_MESSAGE, recovered,
					"No key of this service signed this message: the message differs from the one that was signed, or somebody else signed it."));
	}

	private Optional<SignedStatement> findOtherMessage(EntryRef entry, Signature signature) {
		return this.texts.of(entry)
			.stream()
			.filter((statement) -> statement.signature().equals(signature)
					&& this.keys.find(entry, statement.signer()).isPresent())
			.filter((statement) -> this.secp256k1.recover(PersonalMessage.hash(statement.text()), signature)
				.filter(statement.signer()::equals)
				.isPresent())
			.findFirst();
	}

}
