package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

import dev.registrysync.database.Micros;
import dev.registrysync.identity.HistoryText.Columns;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Revision;

/**
 * A row of the journal.
 *
 * @param sequence its number, from 1 and without gaps
 * @param event what it records
 * @param previous the digest of the row before
 * @param signature 130 hex digits by the service's key
 * @param digest the digest that the next row names
 */
record JournalRow(long sequence, Event event, String previous, String signature, String digest) {

	Columns columns() {
		return columns(this.sequence, this.event, this.previous);
	}

	static Columns columns(long sequence, Event event, String previous) {
		return new Columns(sequence, event.type().name(), event.revision().number(), Micros.of(event.at()),
				event.syncId(), previous);
	}

	/**
	 * Returns the digest that the row behind has to name: a checkpoint stands for the row
	 * that it names itself.
	 */
	String follower() {
		return (this.event.type() == Type.CHECKPOINT) ? this.previous : this.digest;
	}

	/**
	 * What a row is about.
	 */
	enum Type {

		/** A change set. */
		COMMIT,

		/** What a run learned that made no revision. */
		NOTE,

		/** The end of a version of a key. */
		REVOKE,

		/** Stands for all rows that were dropped before it. */
		CHECKPOINT,

		/** What was known when an operator let a broken journal go on. */
		RESTORE

	}

	/**
	 * What a row records.
	 *
	 * @param type what it is about
	 * @param revision the revision that it is about, or the last one
	 * @param at when
	 * @param syncId the run that wrote it; empty if none did
	 * @param body the rest, a compact JSON object in ASCII
	 */
	record Event(Type type, Revision revision, Instant at, String syncId, String body) {

		static Event of(Type type, Revision revision, Instant at, JsonObject body) {
			return new Event(type, revision, at, "", JsonText.compact(body));
		}

		static Event of(Type type, Revision revision, Instant at, Cause cause, JsonObject body) {
			return new Event(type, revision, at, cause.syncId(), JsonText.compact(body));
		}

		/**
		 * Parses the body.
		 */
		JsonObject json() {
			return (JsonObject) JsonReader.read(this.body.getBytes(StandardCharsets.UTF_8));
		}

		Optional<JsonObject> find(String name) {
			return json().findObject(name);
		}

	}

}
