package dev.registrysync.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;

/**
 * Makes entries with a whole identity, as a sync does, and remembers what it attested.
 */
final class SignedEntries {

	private static final Revision REVISION = new Revision(5);

	private final Secp256k1 secp256k1 = Secp256k1.bouncyCastle();

	private final Map<EntryRef, PrivateKey> privateKeys = new HashMap<>();

	private final Map<EntryRef, Entry> entries = new HashMap<>();

	private final InMemoryHistory history = new InMemoryHistory();

	private final InMemoryKeys keys = new InMemoryKeys();

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private final UUID registryId;

	SignedEntries(UUID registryId) {
		this.registryId = registryId;
		this.service.make("");
	}

	/**
	 * The entry, made once for each name.
	 */
	Entry entry(EntryRef ref, JsonObject members) {
		return this.entries.computeIfAbsent(ref, (name) -> make(name, members));
	}

	private Entry make(EntryRef ref, JsonObject members) {
		KeyFacts key = key(ref);
		ContentDigest content = ContentDigest.of(members);
		Signature registration = sign(ref, RegistrationText.of(ref, members));
		Signature statement = sign(ref, Attestation.text(this.registryId, ref, key, content, REVISION));
		JsonObject identity = IdentityMembers.write(JsonObject.EMPTY, ref, key, members, registration);
		attested(ref, content, REVISION);
		return new Entry(ref, members.with("identity",
				IdentityMembers.withAttestation(identity, new Attestation(content, REVISION, statement))));
	}

	KeyFacts key(EntryRef ref) {
		PrivateKey key = this.privateKeys.computeIfAbsent(ref, (name) -> this.secp256k1.generate());
		KeyFacts facts = new KeyFacts(ref, 1, this.secp256k1.addressOf(key));
		this.keys.add(facts);
		return facts;
	}

	private Signature sign(EntryRef ref, String text) {
		return this.secp256k1.sign(PersonalMessage.hash(text), this.privateKeys.get(ref));
	}

	void attested(EntryRef ref, ContentDigest content, Revision revision) {
		this.history.attested(ref, new AttestedContent(content, revision, 1));
	}

	void forget(EntryRef ref) {
		this.history.forget(ref);
	}

	EntryVerdict verdict(Entry entry) {
		return validator().validate(entry, this.keys, this.history);
	}

	EntryValidator validator() {
		return new EntryValidator(this.secp256k1, this.registryId, this.service);
	}

	InMemoryHistory history() {
		return this.history;
	}

	InMemoryKeys keys() {
		return this.keys;
	}

	InMemoryServiceIdentity service() {
		return this.service;
	}

	UUID registryId() {
		return this.registryId;
	}

	Secp256k1 secp256k1() {
		return this.secp256k1;
	}

}
