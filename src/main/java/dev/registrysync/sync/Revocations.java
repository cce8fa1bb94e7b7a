package dev.registrysync.sync;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import dev.registrysync.history.Cause;
import dev.registrysync.history.History;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.keys.KeyService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the revocations in two places, so that neither an older keystore nor a shortened
 * one brings a key back.
 */
final class Revocations {

	private static final Logger log = LoggerFactory.getLogger(Revocations.class);

	private Revocations() {
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
	 * Tells the history what the keystore knows since now, who wanted it and why.
	 */
	static void tell(SyncPorts ports, KnownKey revoked, Cause cause, Instant now) {
		if (!ports.history().revoked().contains(revoked)) {
			ports.history().record(cause, revoked, ports.keys().reasonOf(revoked), now);
		}
	}

}
