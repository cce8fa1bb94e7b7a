package dev.registrysync.keys;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * Entries that want a key, sorted by whether there is one for them at this moment.
 */
final class KeyDemand {

	private final HeldKeys known;

	private final Map<EntryRef, KeyFacts> keys = new LinkedHashMap<>();

	/** The owners without a key, each with the entries that ask for it. */
	private final Map<EntryRef, Set<EntryRef>> without = new LinkedHashMap<>();

	private final Map<EntryRef, ProblemException> refused = new LinkedHashMap<>();

	KeyDemand(HeldKeys known, Collection<EntryRef> entries) {
		this.known = known;
		entries.forEach(this::add);
	}

	/**
	 * Looks once: other threads make keys meanwhile.
	 */
	private void add(EntryRef entry) {
		Optional<KnownKey> newest = this.known.findNewest(entry);
		EntryRef owner = this.known.keyOwner(entry);
		if (newest.isPresent() && !newest.get().isRevoked()) {
			this.keys.put(entry, newest.get().facts());
		}
		else {
			newest.map((key) -> KeyProblems.revoked(entry, key))
				.or(() -> this.known.findObstacle(owner))
				.ifPresentOrElse((problem) -> this.refused.put(entry, problem),
						() -> this.without.computeIfAbsent(owner, (key) -> new LinkedHashSet<>()).add(entry));
		}
	}

	/**
	 * The owners whose key is to be made.
	 */
	Set<EntryRef> without() {
		return this.without.keySet();
	}

	/**
	 * Returns the answer once those keys were made. An owner that is not among the added
	 * ones got its key from elsewhere meanwhile, and that may be of no use.
	 */
	KeyBatch withMade(List<StoredKey> added) {
		this.without.values().forEach((entries) -> entries.forEach(this::add));
		this.without.keySet().retainAll(added.stream().map(StoredKey::owner).collect(Collectors.toSet()));
		return toKeyBatch();
	}

	/**
	 * The answer as it is. A key that several entries ask for is made for the first of
	 * them.
	 */
	KeyBatch toKeyBatch() {
		Set<EntryRef> created = new LinkedHashSet<>();
		this.without.values().forEach((entries) -> created.add(entries.iterator().next()));
		return new KeyBatch(this.keys, created, this.refused);
	}

}
