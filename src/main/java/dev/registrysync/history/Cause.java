package dev.registrysync.history;

import java.util.Optional;

import dev.registrysync.registry.JsonObject;

/**
 * Who wanted a change, and what was decided.
 *
 * @param syncId the run that did it
 * @param trigger what started the run
 * @param actor who started the run
 * @param details what the run decided; empty if there is nothing to tell
 */
public record Cause(String syncId, String trigger, String actor, Optional<Details> details) {

	/**
	 * The members that a line of the journal has of it.
	 */
	JsonObject toJson() {
		JsonObject json = JsonObject.EMPTY.with("sync_id", this.syncId)
			.with("trigger", this.trigger)
			.with("actor", this.actor);
		return this.details.map((kept) -> json.with("details", kept.digest())).orElse(json);
	}

}
