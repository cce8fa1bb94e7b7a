package dev.registrysync.keys;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryRef;

/**
 * What came of asking for the keys of some owners.
 *
 * @param keys the keys that there are now, by owner; a preview has no new ones
 * @param created the owners whose key was made or, in a preview, would be
 * @param refused the owners that have no usable key and get none, since their record in
 * the keystore is damaged: each with a sentence that says so
 */
public record KeyBatch(Map<EntryRef, KeyFacts> keys, Set<EntryRef> created, Map<EntryRef, String> refused) {

	public KeyBatch {
		keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
		created = Collections.unmodifiableSet(new LinkedHashSet<>(created));
		refused = Collections.unmodifiableMap(new LinkedHashMap<>(refused));
	}

	public Optional<KeyFacts> find(EntryRef owner) {
		return Optional.ofNullable(this.keys.get(owner));
	}

}
