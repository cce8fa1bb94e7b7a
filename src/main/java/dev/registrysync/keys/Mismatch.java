package dev.registrysync.keys;

import java.util.Optional;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.KnownKeys;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.SignedStatement;
import dev.registrysync.registry.EntryRef;

/**
 * Finds out why a signature is not the one that it should be: over another message, the
 * same key seems to be another one.
 */
final class Mismatch {

	private final KnownKeys keys;

	private final SignedTexts texts;

	private final Secp256k1 secp256k1;

	private final Signature signature;

	Mismatch(KnownKeys keys, SignedTexts texts, Secp256k1 secp256k1, Signature signature) {
		this.keys = keys;
		this.texts = texts;
		this.secp256k1 = secp256k1;
		this.signature = signature;
	}

	/**
	 * Says whether the key or the message differs, or that nobody can tell.
	 * @param recovered the address whose key would have made it over the message
	 * @param expected the entry that should have signed, if it is known
	 */
	Verification explain(Optional<Address> recovered, Optional<EntryRef> expected) {
		Optional<KnownKey> signer = recovered
			.flatMap((address) -> this.keys.ownerOf(address).flatMap((owner) -> this.keys.find(owner, address)));
		if (signer.isPresent()) {
			return new Verification(SignatureVerdict.WRONG_KEY, "Version %d of the key of %s signed this message."
				.formatted(signer.get().version(), signer.get().facts().owner()));
		}
		return expected.flatMap(this::findOtherMessage)
			.map((statement) -> new Verification(SignatureVerdict.WRONG_MESSAGE,
					"The message differs from the one that was signed: the signature is that of the entry's %s."
						.formatted(statement.purpose())))
			.orElseGet(() -> new Verification(SignatureVerdict.WRONG_KEY_OR_MESSAGE,
					"No key of this service signed this message: the message differs from the one that was signed, or somebody else signed it."));
	}

	private Optional<SignedStatement> findOtherMessage(EntryRef entry) {
		return this.texts.of(entry)
			.stream()
			.filter((statement) -> statement.signature().equals(this.signature)
					&& this.keys.find(entry, statement.signer()).isPresent())
			.filter((statement) -> this.secp256k1.recover(PersonalMessage.hash(statement.text()), this.signature)
				.filter(statement.signer()::equals)
				.isPresent())
			.findFirst();
	}

}
