package dev.registrysync.keys;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.Revision;

/**
 * Says that a version of a key never signs again.
 *
 * @param key the version
 * @param from the last revision whose attestations by this key count
 * @param at when it was revoked, in whole seconds
 * @param reason why, in the operator's words; may be empty
 */
public record Revocation(KeyFacts key, Revision from, Instant at, String reason) {

	/** The longest reason, in Unicode code points. */
	public static final int MAX_REASON = 256;

	public Revocation {
		at = at.truncatedTo(ChronoUnit.SECONDS);
	}

}
