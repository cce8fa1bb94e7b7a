package dev.registrysync.coordinator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;

/**
 * Where the entries are in an answer, found by passing over it once: the member that
 * tells may come last.
 *
 * @param shape where the entries are
 * @param error the member {@code error}, if it is a string
 */
record AnswerOutline(Shape shape, @Nullable String error) {

	static final String NESTED = "registry";

	private static final String ERROR = "error";

	/**
	 * The shapes of an answer. Where a member could be both, an entry or the holder of
	 * entries, the later one here wins.
	 */
	enum Shape {

		/** Any JSON but an object. */
		NOT_AN_OBJECT,

		/** A map from id to entry. */
		MAP,

		/** <code>{"agents": [{"id": …}]}</code>. */
		LIST,

		/** <code>{"registry": {"registered_agents": {…}}}</code>. */
		NESTED,

		/** <code>{"registered_agents": {…}}</code>. */
		DOCUMENT;

		/**
		 * Whether the answer itself says that what it holds are entries of the kind.
		 */
		boolean isExplicit() {
			return this == NESTED || this == DOCUMENT;
		}

		private Shape or(Shape other) {
			return (other.compareTo(this) > 0) ? other : this;
		}

	}

	/**
	 * Reads the whole text.
	 * @throws JsonSyntaxException if it is not JSON
	 */
	static AnswerOutline of(Kind kind, byte[] body) {
		try (JsonReader reader = JsonReader.of(body)) {
			if (reader.next() != JsonToken.START_OBJECT) {
				reader.skip();
				reader.end();
				return new AnswerOutline(Shape.NOT_AN_OBJECT, null);
			}
			AnswerOutline outline = new AnswerOutline(Shape.MAP, null);
			while (reader.next() != JsonToken.END_OBJECT) {
				outline = outline.with(reader.name(), reader.next(), kind, reader);
			}
			reader.end();
			return outline;
		}
	}

	/**
	 * Whether a member with the name can tell that an answer is no map from id to entry.
	 */
	static boolean isTelling(Kind kind, String name) {
		return name.equals(ERROR) || name.equals(NESTED) || name.equals(kind.envelope()) || name.equals(kind.plural());
	}

	private AnswerOutline with(String name, JsonToken token, Kind kind, JsonReader reader) {
		if (name.equals(ERROR) && token == JsonToken.VALUE_STRING) {
			return new AnswerOutline(this.shape, text(reader.value()));
		}
		if (name.equals(NESTED) && token == JsonToken.START_OBJECT) {
			return new AnswerOutline(this.shape.or(below(kind, reader)), this.error);
		}
		reader.skip();
		if (name.equals(kind.envelope()) && token == JsonToken.START_OBJECT) {
			return new AnswerOutline(Shape.DOCUMENT, this.error);
		}
		if (name.equals(kind.plural()) && token == JsonToken.START_ARRAY) {
			return new AnswerOutline(this.shape.or(Shape.LIST), this.error);
		}
		return this;
	}

	private static String text(Json value) {
		return (value instanceof JsonString string) ? string.value() : value.toString();
	}

	private static Shape below(Kind kind, JsonReader reader) {
		Shape shape = Shape.MAP;
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			if (reader.next() == JsonToken.START_OBJECT && name.equals(kind.envelope())) {
				shape = Shape.NESTED;
			}
			reader.skip();
		}
		return shape;
	}

}
