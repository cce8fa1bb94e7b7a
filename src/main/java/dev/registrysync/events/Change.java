package dev.registrysync.events;

import dev.registrysync.history.EntryChange;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;

/**
 * One committed change of one entry, as the feed tells it.
 *
 * @param entry what happened to which entry
 */
record Change(EntryChange entry) {

	/**
	 * The place in the feed.
	 */
	Position position() {
		return new Position(this.entry.revision().number(), this.entry.number());
	}

	/**
	 * The event's data.
	 */
	JsonObject toJson() {
		return JsonObject.of("kind", new JsonString(this.entry.ref().kind().plural()))
			.with("id", this.entry.ref().id().value())
			.with("action", this.entry.action())
			.with("revision", new JsonNumber(Long.toString(this.entry.revision().number())))
			.with("digest_before", this.entry.before().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
			.with("digest_after", this.entry.after().<Json>map(JsonString::new).orElse(JsonLiteral.NULL))
			.with("at", this.entry.at().toString())
			.with("sync_id", this.entry.syncId());
	}

}
