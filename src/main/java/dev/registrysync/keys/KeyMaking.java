package dev.registrysync.keys;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

import dev.registrysync.curve.Cores;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.EntryRef;

/**
 * Makes keys: first ones, many at once, and successors.
 */
final class KeyMaking {

	private static final int FIRST_VERSION = 1;

	private final KeyStorage storage;

	private final HeldKeys held;

	private final Secp256k1 secp256k1;

	private final Clock clock;

	KeyMaking(KeyStorage storage, HeldKeys held, Secp256k1 secp256k1, Clock clock) {
		this.storage = storage;
		this.held = held;
		this.secp256k1 = secp256k1;
		this.clock = clock;
	}

	KeyBatch preview(Collection<EntryRef> entries) {
		return demand(entries).toKeyBatch();
	}

	private KeyDemand demand(Collection<EntryRef> entries) {
		this.storage.prefetch(entries.stream().map(this.held::keyOwner).toList());
		return new KeyDemand(this.held, entries);
	}

	KeyBatch ensure(Collection<EntryRef> entries, Runnable beforeEach) {
		long seen = this.storage.seen();
		KeyDemand demand = demand(entries);
		if (demand.without().isEmpty()) {
			return demand.toKeyBatch();
		}
		Instant now = now();
		List<StoredKey> made = Cores.map(List.copyOf(demand.without()), (owner) -> {
			beforeEach.run();
			return make(owner, FIRST_VERSION, now);
		});
		return demand.withMade(this.storage.addFirst(made, seen));
	}

	KeyRotation rotate(EntryRef entry) {
		this.held.findShortage(entry).ifPresent((problem) -> {
			throw problem;
		});
		this.held.newest(entry);
		EntryRef owner = this.held.keyOwner(entry);
		StoredKeys versions = this.storage.addNext(owner,
				(before) -> make(owner, before.findNewest().orElseThrow().facts().version() + 1, now()));
		List<KnownKey> known = versions.known();
		return new KeyRotation(known.get(known.size() - 2), known.get(known.size() - 1).facts());
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private StoredKey make(EntryRef owner, int version, Instant now) {
		try (PrivateKey key = this.secp256k1.generate()) {
			return this.storage.seal(key, new KeyFacts(owner, version, this.secp256k1.addressOf(key)), now);
		}
	}

}
