package dev.registrysync.events;

import java.time.Instant;

import dev.registrysync.history.EntryChange;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;

/**
 * One committed change of one entry.
 *
 * @param position where it is in the feed
 * @param entry what happened to which entry
 * @param at when it was committed
 * @param syncId the run that committed it
 */
record Change(Position position, EntryChange entry, Instant at, String syncId) {

	/**
	 * The event's data.
	 */
	JsonObject toJson() {
		return JsonObject.of("kind", new JsonString(this.entry.ref().kind().plural()))
			.with("id", this.entry.ref().id().value())
			.with("action", this.entry.action())
			.with("revision", new JsonNumber(Long.toString(this.position.revision())))
			.with("digest_before", this.entry.before().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
			.with("digest_after", this.entry.after().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
			.with("at", this.at.toString())
			.with("sync_id", this.syncId);
	}

}
