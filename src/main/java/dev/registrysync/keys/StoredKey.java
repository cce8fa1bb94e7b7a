package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key as the keystore holds it: encrypted also in memory, and
 * authenticated.
 */
final class StoredKey {

	private final KeyFacts facts;

	private final Instant createdAt;

	private final Sealed sealed;

	private final @Nullable SealedRevocation revocation;

	private volatile boolean verified;

	/**
	 * Holds a key that was made or found to be authentic.
	 * @param createdAt when it was made, in whole seconds
	 * @param verified whether the sealed key is known to have the address
	 */
	StoredKey(KeyFacts facts, Instant createdAt, Sealed sealed, @Nullable SealedRevocation revocation,
			boolean verified) {
		this.facts = facts;
		this.createdAt = createdAt;
		this.sealed = sealed;
		this.revocation = revocation;
		this.verified = verified;
	}

	/**
	 * Returns the associated data of a sealed key. The id comes last, as it may hold any
	 * text.
	 */
	static byte[] bound(KeyFacts facts, Instant createdAt) {
		EntryRef owner = facts.owner();
		return String
			.join("\n", "registry-sync/key/1", owner.kind().plural(), String.valueOf(facts.version()),
					facts.address().toString(), createdAt.toString(), owner.id().value())
			.getBytes(StandardCharsets.UTF_8);
	}

	KeyFacts facts() {
		return this.facts;
	}

	EntryRef owner() {
		return this.facts.owner();
	}

	Instant createdAt() {
		return this.createdAt;
	}

	Sealed sealed() {
		return this.sealed;
	}

	byte[] bound() {
		return bound(this.facts, this.createdAt);
	}

	Optional<Revocation> findRevocation() {
		return Optional.ofNullable(this.revocation).map(SealedRevocation::revocation);
	}

	/**
	 * Returns whether the decrypted key has the address that stands beside it. Deriving
	 * costs as much as signing, and neither of the two changes in memory, so once is
	 * enough.
	 */
	boolean isKeyOfItsAddress(PrivateKey key, Secp256k1 secp256k1) {
		if (!this.verified) {
			this.verified = secp256k1.addressOf(key).equals(this.facts.address());
		}
		return this.verified;
	}

}
