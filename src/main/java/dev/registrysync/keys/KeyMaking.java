package dev.registrysync.keys;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.curve.Cores;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;

/**
 * Makes keys: first ones, many at once, and successors.
 */
final class KeyMaking {

	private static final int FIRST_VERSION = 1;

	private final KeyStorage storage;

	private final IdentityAliases aliases;

	private final MissingKeys missing;

	private final Secp256k1 secp256k1;

	private final Clock clock;

	KeyMaking(KeyStorage storage, IdentityAliases aliases, MissingKeys missing, Secp256k1 secp256k1, Clock clock) {
		this.storage = storage;
		this.aliases = aliases;
		this.missing = missing;
		this.secp256k1 = secp256k1;
		this.clock = clock;
	}

	KeyBatch preview(Collection<EntryRef> entries) {
		return new Demand(entries).toKeyBatch();
	}

	KeyBatch ensure(Collection<EntryRef> entries, Runnable beforeEach) {
		long seen = this.storage.seen();
		Demand demand = new Demand(entries);
		if (demand.without.isEmpty()) {
			return demand.toKeyBatch();
		}
		Instant now = now();
		List<StoredKey> made = Cores.map(List.copyOf(demand.without.keySet()), (owner) -> {
			beforeEach.run();
			return make(owner, FIRST_VERSION, now, true);
		});
		return demand.withMade(this.storage.addFirst(made, seen));
	}

	/**
	 * Makes the next version of an owner's key, which is there.
	 */
	KeyRotation rotate(EntryRef owner) {
		List<KnownKey> known = this.storage.addNext(owner, (before) -> {
			int newest = before.findNewest().orElseThrow().facts().version();
			return make(owner, newest + 1, now(), false);
		}).known();
		return new KeyRotation(known.get(known.size() - 2), known.get(known.size() - 1).facts());
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private StoredKey make(EntryRef owner, int version, Instant now, boolean first) {
		try (PrivateKey key = this.secp256k1.generate()) {
			return this.storage.seal(key, new KeyFacts(owner, version, this.secp256k1.addressOf(key)), now, first);
		}
	}

	/**
	 * Entries that want a key, sorted by whether there is one for them at this moment.
	 */
	private final class Demand {

		private final Map<EntryRef, KeyFacts> keys = new LinkedHashMap<>();

		/** The owners without a key, each with the entries that ask for it. */
		private final Map<EntryRef, Set<EntryRef>> without = new LinkedHashMap<>();

		private final Map<EntryRef, ProblemException> refused = new LinkedHashMap<>();

		Demand(Collection<EntryRef> entries) {
			addAll(entries);
		}

		/**
		 * Looks once: other threads make keys meanwhile.
		 */
		private void addAll(Collection<EntryRef> entries) {
			KeyStorage.paged(List.copyOf(entries), KeyStorage.PAGE, (page) -> {
				Map<EntryRef, StoredKeys> present = KeyMaking.this.storage
					.read(page.stream().map(KeyMaking.this.aliases::resolve).toList());
				page.forEach((entry) -> {
					EntryRef owner = KeyMaking.this.aliases.resolve(entry);
					add(entry, owner, present.getOrDefault(owner, StoredKeys.NONE));
				});
			});
		}

		private void add(EntryRef entry, EntryRef owner, StoredKeys present) {
			Optional<StoredKey> newest = present.findNewest();
			Optional<ProblemException> problem = newest.filter((key) -> key.revocation() != null)
				.map((key) -> KeystoreFailure.revoked(entry, key.known(true)))
				.or(() -> present.findDamage().map((reason) -> KeystoreFailure.damaged(owner, reason)))
				.or(() -> newest.isEmpty() ? KeyMaking.this.missing.findShortage(owner) : Optional.empty());
			if (problem.isPresent()) {
				this.refused.put(entry, problem.get());
			}
			else if (newest.isPresent()) {
				this.keys.put(entry, newest.get().facts());
			}
			else {
				this.without.computeIfAbsent(owner, (key) -> new LinkedHashSet<>()).add(entry);
			}
		}

		/**
		 * Returns the answer once those keys were made. An owner that is not among the
		 * added ones got its key from elsewhere meanwhile, and that may be of no use.
		 */
		KeyBatch withMade(List<StoredKey> added) {
			Map<EntryRef, KeyFacts> made = new HashMap<>();
			added.forEach((key) -> made.put(key.owner(), key.facts()));
			List<EntryRef> others = new ArrayList<>();
			this.without.forEach((owner, entries) -> Optional.ofNullable(made.get(owner))
				.ifPresentOrElse((key) -> entries.forEach((entry) -> this.keys.put(entry, key)),
						() -> others.addAll(entries)));
			addAll(others);
			this.without.keySet().retainAll(made.keySet());
			return toKeyBatch();
		}

		/**
		 * Returns the answer as it is. A key that several entries ask for is made for the
		 * first of them.
		 */
		KeyBatch toKeyBatch() {
			Set<EntryRef> created = new LinkedHashSet<>();
			this.without.values().forEach((entries) -> created.add(entries.iterator().next()));
			return new KeyBatch(this.keys, created, this.refused);
		}

	}

}
