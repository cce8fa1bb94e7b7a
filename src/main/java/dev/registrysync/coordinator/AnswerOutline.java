package dev.registrysync.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonDefectException;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.Kind;

/**
 * Where the entries are in an answer, found by passing over it once: the member that
 * tells may come last.
 *
 * @param shape where the entries are
 * @param error the member {@code error}, unless it is {@code null} or {@code false}
 * @param count how many entries the answer says that it has, if it says so
 */
record AnswerOutline(Shape shape, Optional<Json> error, Optional<Integer> count) {

	static final String NESTED = "registry";

	static final String ERROR = "error";

	private static final Set<String> COUNTS = Set.of("count", "total", "total_count");

	private static final int LONGEST_COUNT = 9;

	private static final List<String> EXPLAINING = List.of("message", "detail", "title", "reason", "description");

	/**
	 * The shapes of an answer. Where a member could be both, an entry or the holder of
	 * entries, the later one here wins.
	 */
	enum Shape {

		/** Any JSON but an object. */
		NOT_AN_OBJECT,

		/** A map from id to entry. */
		MAP,

		/** <code>{"agents": …}</code> that could be an entry or hold entries. */
		UNCLEAR,

		/** <code>{"agents": [{"id": …}]}</code>. */
		LIST,

		/** <code>{"agents": {…}}</code>. */
		HOLDER,

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
	static AnswerOutline of(Kind kind, EntryMembers members, byte[] body) {
		try (JsonReader reader = JsonReader.of(body)) {
			if (reader.next() != JsonToken.START_OBJECT) {
				reader.ignore();
				reader.end();
				return new AnswerOutline(Shape.NOT_AN_OBJECT, Optional.empty(), Optional.empty());
			}
			AnswerOutline outline = new AnswerOutline(Shape.MAP, Optional.empty(), Optional.empty());
			while (reader.next() != JsonToken.END_OBJECT) {
				outline = outline.with(reader.name(), reader.next(), kind, members, reader);
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

	private AnswerOutline with(String name, JsonToken token, Kind kind, EntryMembers members, JsonReader reader) {
		boolean object = token == JsonToken.START_OBJECT;
		if (name.equals(ERROR)) {
			return new AnswerOutline(this.shape, error(reader), this.count);
		}
		if (COUNTS.contains(name) && token == JsonToken.VALUE_NUMBER_INT) {
			return new AnswerOutline(this.shape, this.error, count(reader));
		}
		if (name.equals(NESTED) && object) {
			return with(below(kind, reader));
		}
		if (name.equals(kind.plural()) && object) {
			return with(holder(name, members, reader));
		}
		reader.ignore();
		if (name.equals(kind.envelope()) && object) {
			return with(Shape.DOCUMENT);
		}
		return (name.equals(kind.plural()) && token == JsonToken.START_ARRAY) ? with(Shape.LIST) : this;
	}

	private AnswerOutline with(Shape other) {
		return new AnswerOutline(this.shape.or(other), this.error, this.count);
	}

	private static Optional<Json> error(JsonReader reader) {
		return Optional.of(read(reader)).filter(AnswerOutline::isError);
	}

	/**
	 * Whether a member {@code error} reports an error, as {@code null} and {@code false}
	 * do not.
	 */
	static boolean isError(Json value) {
		return value != JsonLiteral.NULL && value != JsonLiteral.FALSE;
	}

	/**
	 * What an error says: itself, or the member that explains it.
	 */
	static String text(Json error) {
		if (error instanceof JsonString string) {
			return string.value();
		}
		return (error instanceof JsonObject object) ? EXPLAINING.stream()
			.flatMap((name) -> object.findText(name).stream())
			.findFirst()
			.orElseGet(error::toString) : error.toString();
	}

	private static Json read(JsonReader reader) {
		try {
			return reader.value();
		}
		catch (JsonDefectException ex) {
			return ex.value();
		}
	}

	private static Optional<Integer> count(JsonReader reader) {
		return (read(reader) instanceof JsonNumber number && number.text().length() <= LONGEST_COUNT)
				? Optional.of(Integer.valueOf(number.text())) : Optional.empty();
	}

	private static Shape below(Kind kind, JsonReader reader) {
		Shape shape = Shape.MAP;
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			if (reader.next() == JsonToken.START_OBJECT && name.equals(kind.envelope())) {
				shape = Shape.NESTED;
			}
			reader.ignore();
		}
		return shape;
	}

	/**
	 * Decides whether {@code {"agents": {…}}} is an envelope or an agent called
	 * {@code agents}: an entry has values of its own, an envelope only entries.
	 */
	private static Shape holder(String key, EntryMembers members, JsonReader reader) {
		boolean named = false;
		boolean entry = false;
		boolean holder = false;
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			if (reader.next() == JsonToken.START_OBJECT) {
				holder |= isLikeAnEntry(members, reader);
				continue;
			}
			@Nullable Json value = EntryMembers.isNaming(name) ? read(reader) : null;
			named |= value instanceof JsonString text && text.value().equals(key);
			entry |= members.has(name);
			reader.ignore();
		}
		if (named || (entry && !holder)) {
			return Shape.MAP;
		}
		return entry ? Shape.UNCLEAR : Shape.HOLDER;
	}

	private static boolean isLikeAnEntry(EntryMembers members, JsonReader reader) {
		boolean found = false;
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			found |= reader.next() != JsonToken.START_OBJECT && members.has(name);
			reader.ignore();
		}
		return found;
	}

}
