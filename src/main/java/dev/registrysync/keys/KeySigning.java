package dev.registrysync.keys;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.SuccessionText;
import dev.registrysync.registry.EntryRef;

/**
 * Signs texts as personal messages (EIP-191).
 */
final class KeySigning {

	private final KeyStorage storage;

	private final HeldKeys held;

	private final Secp256k1 secp256k1;

	KeySigning(KeyStorage storage, HeldKeys held, Secp256k1 secp256k1) {
		this.storage = storage;
		this.held = held;
		this.secp256k1 = secp256k1;
	}

	List<Signature> sign(EntryRef entry, List<String> texts) {
		return sign(signing(entry), texts);
	}

	SignedMessage signMessage(EntryRef entry, String text) {
		KeyFacts key = signing(entry);
		return new SignedMessage(key, sign(key, List.of(text)).get(0));
	}

	private KeyFacts signing(EntryRef entry) {
		KnownKey key = this.held.newest(entry);
		if (key.isRevoked()) {
			throw KeyProblems.revoked(entry, key);
		}
		return key.facts();
	}

	Optional<Signature> signSuccession(UUID registryId, EntryRef entry, KeyFacts from, KeyFacts to) {
		boolean succeeds = to.version() > from.version() && this.held.find(entry).equals(Optional.of(to))
				&& this.held.find(entry, from.address()).filter((key) -> !key.isRevoked()).isPresent();
		return succeeds ? Optional.of(sign(from, List.of(SuccessionText.of(registryId, entry, from, to))).get(0))
				: Optional.empty();
	}

	private List<Signature> sign(KeyFacts facts, List<String> texts) {
		List<byte[]> hashes = texts.stream().map(PersonalMessage::hash).toList();
		StoredKey stored = this.storage.of(facts.owner()).find(facts.version()).orElseThrow();
		return this.storage.lend(stored,
				(key) -> hashes.stream().map((hash) -> this.secp256k1.sign(hash, key)).toList());
	}

}
