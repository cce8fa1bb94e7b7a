package dev.registrysync.keys;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

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

	private final HeldKeys held;

	private final Secp256k1 secp256k1;

	private final Clock clock;

	KeyMaking(HeldKeys held, Secp256k1 secp256k1, Clock clock) {
		this.held = held;
		this.secp256k1 = secp256k1;
		this.clock = clock;
	}

	KeyBatch preview(Collection<EntryRef> entries) {
		return demand(entries).toKeyBatch();
	}

	KeyBatch ensure(Collection<EntryRef> entries, Runnable beforeEach) {
		KeyBatch known = preview(entries);
		return known.created().isEmpty() ? known : this.held.writing(() -> {
			KeyDemand demand = demand(entries);
			make(demand.without().stream().map((owner) -> new Wanted(owner, FIRST_VERSION)).toList(), beforeEach);
			return demand.withMade();
		});
	}

	private KeyDemand demand(Collection<EntryRef> entries) {
		return new KeyDemand(this.held, entries);
	}

	KeyRotation rotate(EntryRef entry) {
		return this.held.writing(() -> {
			this.held.findShortage(entry).ifPresent((problem) -> {
				throw problem;
			});
			KnownKey previous = this.held.newest(entry);
			Wanted next = new Wanted(this.held.keyOwner(entry), previous.version() + 1);
			return new KeyRotation(previous, make(List.of(next), () -> {
			}).get(0));
		});
	}

	private List<KeyFacts> make(List<Wanted> wanted, Runnable beforeEach) {
		Instant now = this.clock.instant();
		List<Integer> places = IntStream.range(0, wanted.size()).boxed().toList();
		List<KeyRecord> records = Cores.map(places, (place) -> {
			beforeEach.run();
			return make(wanted.get(place), now, place);
		});
		this.held.add(records);
		return records.stream().map(KeyRecord::facts).toList();
	}

	private KeyRecord make(Wanted next, Instant now, int ahead) {
		try (PrivateKey key = this.secp256k1.generate()) {
			return this.held.seal(key, new KeyFacts(next.owner(), next.version(), this.secp256k1.addressOf(key)), now,
					ahead);
		}
	}

	/**
	 * A version that is to be made.
	 */
	private record Wanted(EntryRef owner, int version) {
	}

}
