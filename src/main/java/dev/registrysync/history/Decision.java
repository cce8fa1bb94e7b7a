package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.JsonObject;

/**
 * The run that decided a commit.
 *
 * @param syncId its name
 */
record Decision(String syncId) {

	static Decision of(Cause cause) {
		return new Decision(cause.syncId());
	}

	/**
	 * Reads it from the members of a line that {@link Cause#toJson} wrote; empty if an
	 * older version wrote the line.
	 */
	static Optional<Decision> find(JsonObject json) {
		return json.findText("sync_id").map(Decision::new);
	}

	JsonObject addTo(JsonObject json) {
		return json.with("sync_id", this.syncId);
	}

}
