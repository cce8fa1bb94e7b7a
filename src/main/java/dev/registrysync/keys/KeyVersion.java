package dev.registrysync.keys;

import java.time.Instant;
import java.util.List;

import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;

/**
 * One version of a key with what a list of keys tells of it.
 *
 * @param key the version and its state
 * @param createdAt when it was made
 * @param aliases the entries that use the key though it is another entity's
 */
record KeyVersion(KnownKey key, Instant createdAt, List<EntryRef> aliases) {

	KeyVersion {
		aliases = List.copyOf(aliases);
	}

}
