package dev.registrysync.identity;

import java.util.Optional;
import java.util.UUID;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Revision;

/**
 * Makes and verifies the marks of revoked keys in entries. A mark that verifies is
 * believed even if nothing else knows of the revocation: only the service makes one, and
 * a revocation is never taken back.
 */
public final class RevocationMarks {

	private final Secp256k1 secp256k1;

	private final UUID registryId;

	private final ServiceIdentity service;

	public RevocationMarks(Secp256k1 secp256k1, UUID registryId, ServiceIdentity service) {
		this.secp256k1 = secp256k1;
		this.registryId = registryId;
		this.service = service;
	}

	/**
	 * Returns the key, revoked as the mark in the entry says, if that is more than is
	 * known of the key.
	 * @param identity the entry's identity
	 * @param key the version of its key that the entry has
	 */
	public KnownKey apply(EntryRef ref, JsonObject identity, KnownKey key) {
		return find(ref, identity, key.facts())
			.filter((from) -> key.findRevokedFrom().filter((known) -> known.compareTo(from) <= 0).isEmpty())
			.map((from) -> KnownKey.revoked(key.facts(), from))
			.orElse(key);
	}

	/**
	 * Returns the identity with the mark of its revoked key. A mark that is right stays
	 * as it is.
	 * @param identity the entry's identity
	 * @param key the version of its key that the entry has, which is revoked
	 */
	public JsonObject write(EntryRef ref, JsonObject identity, KnownKey key) {
		Revision from = key.findRevokedFrom().orElseThrow();
		if (this.service.find().isEmpty() || find(ref, identity, key.facts()).equals(Optional.of(from))) {
			return identity;
		}
		Signature made = this.service.sign(RevocationMark.text(this.registryId, ref, key.facts(), from));
		return identity.with(RevocationMark.MEMBER, new RevocationMark(key.version(), from, made).toJson());
	}

	/**
	 * Finds a mark that this service did not make for the entry's key: a mutation, or one
	 * of another entry, key or registry.
	 */
	Finding check(EntryRef ref, JsonObject identity, KnownKey key) {
		boolean good = !identity.has(RevocationMark.MEMBER) || find(ref, identity, key.facts()).isPresent();
		return good ? Finding.VALID : Finding.malformedIdentity(
				"the mark identity.revocation was not made by this service for the entry's key, and is ignored");
	}

	/**
	 * The revision from which on the mark revokes the key, if the mark verifies.
	 */
	private Optional<Revision> find(EntryRef ref, JsonObject identity, KeyFacts key) {
		return RevocationMark.find(identity)
			.filter((mark) -> mark.keyVersion() == key.version() && isOurs(mark, ref, key))
			.map(RevocationMark::from);
	}

	private boolean isOurs(RevocationMark mark, EntryRef ref, KeyFacts key) {
		String text = RevocationMark.text(this.registryId, ref, key, mark.from());
		Optional<Address> signer = this.secp256k1.recover(PersonalMessage.hash(text), mark.signature());
		return signer.isPresent() && signer.equals(this.service.find().map(ServiceKeyFacts::address));
	}

}
