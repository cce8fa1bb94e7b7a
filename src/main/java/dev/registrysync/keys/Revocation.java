package dev.registrysync.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.registry.EntryRef;
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

	/**
	 * Returns the associated data of its seal, which authenticates it. The id and the
	 * reason may hold any text, so that the length of the id is part of it.
	 */
	byte[] bound() {
		EntryRef owner = this.key.owner();
		String id = owner.id().value();
		return String
			.join("\n", "registry-sync/revocation/1", owner.kind().plural(), String.valueOf(this.key.version()),
					this.key.address().toString(), this.from.toString(), this.at.toString(),
					String.valueOf(id.length()), id, this.reason)
			.getBytes(StandardCharsets.UTF_8);
	}

}
