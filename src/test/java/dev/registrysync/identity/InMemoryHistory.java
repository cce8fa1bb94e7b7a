package dev.registrysync.identity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.registry.EntryRef;

/**
 * What was attested and committed, by hand.
 */
final class InMemoryHistory implements AttestedContents {

	private final Map<EntryRef, AttestedContent> attested = new HashMap<>();

	private final Map<EntryRef, CommittedKey> keys = new HashMap<>();

	void attested(EntryRef ref, AttestedContent content) {
		this.attested.put(ref, content);
	}

	void committed(EntryRef ref, CommittedKey key) {
		this.keys.put(ref, key);
	}

	void forget(EntryRef ref) {
		this.attested.remove(ref);
	}

	@Override
	public Optional<AttestedContent> find(EntryRef ref) {
		return Optional.ofNullable(this.attested.get(ref));
	}

	@Override
	public Optional<CommittedKey> findKey(EntryRef ref) {
		return Optional.ofNullable(this.keys.get(ref));
	}

}
