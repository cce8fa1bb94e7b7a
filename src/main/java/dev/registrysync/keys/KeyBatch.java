package dev.registrysync.keys;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * What came of asking for the keys of some entries.
 *
 * @param keys the keys that there are now, by entry; a preview has no new ones
 * @param created the entries whose key was made or, in a preview, would be
 * @param refused the entries that have no usable key and get none, since it is revoked or
 * their record in the keystore is damaged, or since the keystore lacks keys: each with
 * the problem
 */
public record KeyBatch(Map<EntryRef, KeyFacts> keys, Set<EntryRef> created, Map<EntryRef, ProblemException> refused) {

	public KeyBatch {
		keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
		created = Collections.unmodifiableSet(new LinkedHashSet<>(created));
		refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
	}

	public Optional<KeyFacts> find(EntryRef entry) {
		return Optional.ofNullable(this.keys.get(entry));
	}

}
