package dev.registrysync.keys;

import java.time.Clock;
import java.util.Collection;
import java.util.List;

import dev.registrysync.identity.KnownKey;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends versions of keys for good.
 */
final class KeyRevoking {

	private static final Logger log = LoggerFactory.getLogger(KeyRevoking.class);

	private final KeyStorage storage;

	private final HeldKeys held;

	private final Clock clock;

	KeyRevoking(KeyStorage storage, HeldKeys held, Clock clock) {
		this.storage = storage;
		this.held = held;
		this.clock = clock;
	}

	KnownKey preview(EntryRef entry, @Nullable Integer version, Revision from) {
		return KnownKey.revoked(revocable(entry, version, from).facts(), from);
	}

	private KnownKey revocable(EntryRef entry, @Nullable Integer version, Revision from) {
		KnownKey key = (version != null) ? this.held.version(entry, version) : this.held.newest(entry);
		if (key.findRevokedFrom().filter((before) -> from.number() > before.number()).isPresent()) {
			throw KeyProblems.revokedEarlier(entry, key, from);
		}
		return key;
	}

	KnownKey revoke(EntryRef entry, @Nullable Integer version, Revision from, String reason) {
		KnownKey key = revocable(entry, version, from);
		if (!from.equals(key.revokedFrom())) {
			this.storage.revoke(List.of(new Revocation(key.facts(), from, this.clock.instant(), reason)));
			log.info("Revoked version {} of the key of {} from revision {} on", key.version(), key.facts().owner(),
					from);
		}
		return revocable(entry, key.version(), from);
	}

	List<KnownKey> enforce(Collection<KnownKey> revoked, String reason) {
		List<KnownKey> lost = revoked.stream().filter((key) -> !isInForce(key)).toList();
		if (!lost.isEmpty()) {
			this.storage.revoke(lost.stream()
				.map((key) -> new Revocation(key.facts(), key.findRevokedFrom().orElseThrow(), this.clock.instant(),
						reason))
				.toList());
		}
		return lost;
	}

	private boolean isInForce(KnownKey key) {
		long from = key.findRevokedFrom().orElseThrow().number();
		return this.storage.table()
			.findRevocation(key.address())
			.filter((revocation) -> revocation.from().number() <= from)
			.isPresent();
	}

}
