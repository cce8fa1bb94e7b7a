package dev.registrysync.coordinator;

import java.nio.ByteBuffer;
import java.util.Optional;

import tools.jackson.core.JsonToken;

import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;

/**
 * Reads an answer that is much like the last one: of a map from id to entry, only the
 * entries that the last answer did not have with the same text are parsed. What it finds
 * is what {@link CoordinatorAnswer} would find.
 */
final class AnswerAgain {

	private final Kind kind;

	private final EntryTable last;

	private final EntryCollector collector;

	private AnswerAgain(Kind kind, EntryTable last) {
		this.kind = kind;
		this.last = last;
		this.collector = new EntryCollector(kind, last.bytes().length);
	}

	/**
	 * Reads a whole answer with status 200.
	 * @param last what the last answer listed
	 * @return empty if it is no such map, or has any defect: it has to be read without
	 * the last one
	 */
	static Optional<RuntimeEntries> read(Kind kind, byte[] body, EntryTable last) {
		try (JsonReader reader = JsonReader.trusting(body)) {
			return new AnswerAgain(kind, last).read(reader);
		}
		catch (JsonSyntaxException ex) {
			// Whoever reads it without the last one says what is wrong, and where
			return Optional.empty();
		}
	}

	private Optional<RuntimeEntries> read(JsonReader reader) {
		if (reader.next() != JsonToken.START_OBJECT) {
			return Optional.empty();
		}
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			boolean entry = reader.next() == JsonToken.START_OBJECT && !AnswerOutline.isTelling(this.kind, name);
			if (!entry || this.collector.knows(name)) {
				return Optional.empty();
			}
			entry(name, reader.text());
		}
		reader.end();
		return this.collector.sawObject() ? Optional.of(this.collector.collected()) : Optional.empty();
	}

	private void entry(String name, ByteBuffer text) {
		if (!this.collector.same(name, text, this.last)) {
			this.collector.entry(name, (JsonObject) JsonReader.read(text));
		}
	}

}
