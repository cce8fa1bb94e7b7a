package dev.registrysync.identity;

import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;

/**
 * Finds what an entry's attestation proves by itself: that a key of the entry's attested
 * some content at some revision of this registry, whatever the entry says now.
 */
public final class AttestationProof {

	private final Secp256k1 secp256k1;

	private final UUID registryId;

	private final KnownKeys keys;

	public AttestationProof(Secp256k1 secp256k1, UUID registryId, KnownKeys keys) {
		this.secp256k1 = secp256k1;
		this.registryId = registryId;
		this.keys = keys;
	}

	/**
	 * The content that was attested. Empty if there is no attestation, or if none of the
	 * entry's keys made it while it was good.
	 */
	public Optional<AttestedContent> find(Entry entry) {
		return find(entry, (attestation) -> true);
	}

	/**
	 * The content that was attested at a later revision than the given one.
	 */
	public Optional<AttestedContent> findLater(Entry entry, Revision than) {
		return find(entry, (attestation) -> attestation.revision().compareTo(than) > 0);
	}

	private Optional<AttestedContent> find(Entry entry, Predicate<Attestation> wanted) {
		Optional<JsonObject> identity = entry.members().findObject("identity");
		Optional<KnownKey> key = identity.flatMap((members) -> members.findText("public_key"))
			.flatMap(Address::find)
			.flatMap((address) -> this.keys.find(entry.ref(), address));
		return identity.flatMap((members) -> members.find("attestation"))
			.flatMap((json) -> key.flatMap((signer) -> find(entry.ref(), json, signer, wanted)));
	}

	private Optional<AttestedContent> find(EntryRef ref, Json json, KnownKey key, Predicate<Attestation> wanted) {
		try {
			Attestation attestation = Attestation.read(json);
			if (!wanted.test(attestation) || !isGood(key, attestation)) {
				return Optional.empty();
			}
			String text = Attestation.text(this.registryId, ref, key.facts(), attestation.content(),
					attestation.revision());
			return this.secp256k1.recover(PersonalMessage.hash(text), attestation.signature())
				.filter(key.address()::equals)
				.map((signer) -> new AttestedContent(attestation.content(), attestation.revision(), key.version()));
		}
		catch (MalformedAttestationException ex) {
			return Optional.empty();
		}
	}

	private static boolean isGood(KnownKey key, Attestation attestation) {
		return key.findRevokedFrom().filter((from) -> attestation.revision().compareTo(from) > 0).isEmpty();
	}

}
