package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.JsonObject;

/**
 * The run that decided a commit.
 *
 * @param syncId its name
 * @param details the digest of what it decided; empty if there was nothing to tell
 */
record Decision(String syncId, Optional<String> details) {

	static Decision of(Cause cause) {
		return new Decision(cause.syncId(), cause.details().map(Details::digest));
	}

	/**
	 * Reads it from the members of a line that {@link Cause#toJson} wrote; empty if an
	 * older version wrote the line.
	 */
	static Optional<Decision> find(JsonObject json) {
		return json.findText("sync_id").map((syncId) -> new Decision(syncId, json.findText("details")));
	}

	JsonObject addTo(JsonObject json) {
		JsonObject named = json.with("sync_id", this.syncId);
		return this.details.map((digest) -> named.with("details", digest)).orElse(named);
	}

}
