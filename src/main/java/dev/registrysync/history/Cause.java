package dev.registrysync.history;

import dev.registrysync.registry.JsonObject;

/**
 * The run that caused a record, and what it decided.
 *
 * @param syncId its id
 * @param trigger what started the run
 * @param actor who started the run
 * @param details what it decided
 */
public record Cause(String syncId, String trigger, String actor, Details details) {

	/**
	 * The members that a line of the journal has of it.
	 */
	JsonObject toJson() {
		return JsonObject.EMPTY.with("sync_id", this.syncId).with("trigger", this.trigger).with("actor", this.actor);
	}

}
