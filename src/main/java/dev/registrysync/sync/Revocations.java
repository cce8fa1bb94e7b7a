package dev.registrysync.sync;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.history.Cause;
import dev.registrysync.history.History;
import dev.registrysync.identity.ClaimedIdentity;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.RevocationMarks;
import dev.registrysync.keys.KeyService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the revocations in the keystore, in the history and in the entries, so that none
 * of them brings a key back if it is older than the others or was tampered with.
 */
final class Revocations {

	private static final Logger log = LoggerFactory.getLogger(Revocations.class);

	private Revocations() {
	}

	/**
	 * Tells the keystore what only the marks in the entries know.
	 * @param registry the registry as it is
	 */
	static void believe(KeyService keys, RevocationMarks marks, WorkingRegistry registry) {
		keys.enforce(marked(keys, marks, registry), "marked in the entry")
			.forEach((key) -> log.warn(
					"The keystore did not know that version {} of the key of {} was revoked, but the mark in the entry "
							+ "does; it is revoked again. Was the keystore tampered with, or is it an older one?",
					key.version(), key.facts().owner()));
	}

	/**
	 * Tells the keystore and the history what only the other one knows.
	 */
	static void match(KeyService keys, History history, Instant now) {
		keys.enforce(history.revoked(), "recorded in the history")
			.forEach((key) -> log
				.warn("The keystore did not know that version {} of the key of {} was revoked; it is revoked again. "
						+ "Is the keystore an older one than the history?", key.version(), key.facts().owner()));
		Set<KnownKey> recorded = new HashSet<>(history.revoked());
		keys.revoked()
			.stream()
			.filter((key) -> !recorded.contains(key))
			.forEach((key) -> history.record(key, keys.reasonOf(key), now));
	}

	/**
	 * The keys that entries say are revoked, with the service's signature.
	 */
	private static List<KnownKey> marked(KeyService keys, RevocationMarks marks, WorkingRegistry registry) {
		return registry.mentioning("\"revocation\"")
			.flatMap((entry) -> (ClaimedIdentity.of(entry.members()) instanceof ClaimedIdentity.Claimed claimed)
					? keys.find(entry.ref(), claimed.address())
						.map((key) -> marks.apply(entry.ref(), claimed.identity(), key))
						.filter(KnownKey::isRevoked)
						.stream()
					: Stream.empty())
			.toList();
	}

	/**
	 * Tells the history what the keystore knows since now, who wanted it and why.
	 */
	static void tell(SyncPorts ports, KnownKey revoked, Cause cause, Instant now) {
		if (!ports.history().revoked().contains(revoked)) {
			ports.history().record(cause, revoked, ports.keys().reasonOf(revoked), now);
		}
	}

}
