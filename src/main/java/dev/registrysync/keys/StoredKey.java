package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key as the keystore holds it: encrypted also in memory.
 *
 * @param facts owner, version and address
 * @param createdAt when it was made, in whole seconds
 * @param sealed the private key, encrypted
 * @param first whether it is the owner's first version; the others tell by it when a
 * version before them is gone
 * @param revocation its revocation; null unless it is revoked
 */
record StoredKey(KeyFacts facts, Instant createdAt, Sealed sealed, boolean first, @Nullable Revocation revocation) {

	/**
	 * Returns the associated data of the sealed key. The id comes last, as it may hold
	 * any text.
	 */
	static byte[] bound(KeyFacts facts, Instant createdAt, boolean first) {
		EntryRef owner = facts.owner();
		return String.join("\n", first ? "registry-sync/key/1" : "registry-sync/next-key/1", owner.kind().plural(),
				String.valueOf(facts.version()), facts.address().toString(), createdAt.toString(), owner.id().value())
			.getBytes(StandardCharsets.UTF_8);
	}

	byte[] bound() {
		return bound(this.facts, this.createdAt, this.first);
	}

	StoredKey withFirst(boolean isFirst) {
		return new StoredKey(this.facts, this.createdAt, this.sealed, isFirst, this.revocation);
	}

	EntryRef owner() {
		return this.facts.owner();
	}

	/**
	 * Returns what it may be used for.
	 * @param newest whether no newer version follows
	 */
	KnownKey known(boolean newest) {
		if (this.revocation != null) {
			return KnownKey.revoked(this.facts, this.revocation.from());
		}
		return newest ? KnownKey.active(this.facts) : KnownKey.retired(this.facts);
	}

}
