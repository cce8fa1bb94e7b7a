package dev.registrysync.keys;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;

/**
 * A key of the keystore, encrypted also in memory.
 */
final class StoredKey {

	private final KeyRecord record;

	private volatile boolean verified;

	StoredKey(KeyRecord record, boolean verified) {
		this.record = record;
		this.verified = verified;
	}

	KeyRecord record() {
		return this.record;
	}

	KeyFacts facts() {
		return this.record.facts();
	}

	/**
	 * Whether the decrypted key has the address that stands beside it. Deriving costs as
	 * much as signing, and neither of the two changes in memory, so once is enough.
	 */
	boolean isKeyOfItsAddress(PrivateKey key, Secp256k1 secp256k1) {
		if (!this.verified) {
			Address derived = secp256k1.addressOf(key);
			this.verified = derived.equals(facts().address());
		}
		return this.verified;
	}

}
