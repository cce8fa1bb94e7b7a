package dev.registrysync.keys;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

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

	private final HeldKeys held;

	private final Clock clock;

	KeyRevoking(HeldKeys held, Clock clock) {
		this.held = held;
		this.clock = clock;
	}

	KnownKey revoke(EntryRef entry, @Nullable Integer version, @Nullable Revision from, Revision present,
			String reason) {
		return this.held.writing(() -> {
			KnownKey key = (version != null) ? this.held.version(entry, version) : this.held.newest(entry);
			Revision before = key.revokedFrom();
			Revision wanted = Objects.requireNonNullElse(from, Objects.requireNonNullElse(before, present));
			if (before != null && wanted.number() > before.number()) {
				throw KeyProblems.revokedEarlier(entry, key, wanted);
			}
			if (!wanted.equals(before)) {
				this.held.add(List.of(new Revocation(key.facts(), wanted, this.clock.instant(), reason)));
				log.info("Revoked version {} of the key of {} from revision {} on", key.version(), key.facts().owner(),
						wanted);
			}
			return this.held.version(entry, key.version());
		});
	}

	List<KnownKey> enforce(Collection<KnownKey> revoked, String reason) {
		return this.held.writing(() -> {
			List<KnownKey> lost = revoked.stream().filter((key) -> !isInForce(key)).toList();
			this.held.add(lost.stream()
				.map((key) -> new Revocation(key.facts(), key.findRevokedFrom().orElseThrow(), this.clock.instant(),
						reason))
				.toList());
			return lost;
		});
	}

	private boolean isInForce(KnownKey key) {
		long from = key.findRevokedFrom().orElseThrow().number();
		return this.held.keyring()
			.findRevocation(key.address())
			.filter((revocation) -> revocation.from().number() <= from)
			.isPresent();
	}

}
