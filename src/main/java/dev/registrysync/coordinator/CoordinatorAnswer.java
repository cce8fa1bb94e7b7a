package dev.registrysync.coordinator;

import java.util.Optional;
import java.util.function.UnaryOperator;

import tools.jackson.core.JsonToken;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.ByteOrderMark;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.RuntimeEntries;

/**
 * Reads the body of a coordinator's answer, one entry in memory at a time.
 */
final class CoordinatorAnswer {

	private static final int OK = 200;

	private final Question question;

	private final byte[] body;

	private final UnaryOperator<String> redaction;

	private final EntryCollector collector;

	private CoordinatorAnswer(Question question, byte[] body, EntryTable said, UnaryOperator<String> redaction) {
		this.question = question;
		this.body = body;
		this.redaction = redaction;
		this.collector = new EntryCollector(question.kind(), said);
	}

	/**
	 * Reads a whole answer with status 200.
	 * @param said what the source said before: what it says again shares its text
	 * @param redaction takes our secrets out of what the coordinator says
	 * @throws BadAnswerException if it is not a registry
	 */
	static RuntimeEntries parse(Question question, byte[] body, EntryTable said, UnaryOperator<String> redaction) {
		return new CoordinatorAnswer(question, body, said, redaction).parse();
	}

	private RuntimeEntries parse() {
		int first = firstCharacter();
		if (first < 0) {
			throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, "the answer is empty");
		}
		try {
			return entries(AnswerOutline.of(this.question.kind(), this.body));
		}
		catch (JsonSyntaxException ex) {
			if (first == '{' || first == '[') {
				throw bad(ProblemCode.COORDINATOR_BROKEN_JSON, "the answer " + defect(ex));
			}
			throw bad(ProblemCode.COORDINATOR_NOT_JSON, "the answer is not JSON");
		}
	}

	/**
	 * The first byte that is no white space, a byte order mark passed over; negative if
	 * there is none.
	 */
	private int firstCharacter() {
		for (int i = ByteOrderMark.lengthIn(this.body); i < this.body.length; i++) {
			if (" \t\r\n".indexOf(this.body[i]) < 0) {
				return this.body[i] & 0xff;
			}
		}
		return -1;
	}

	/**
	 * The parser's own words would quote the answer.
	 */
	private static String defect(JsonSyntaxException ex) {
		return ex.reason().equals(JsonReader.END_OF_TEXT) ? "ends in the middle, at " + ex.position()
				: "is not JSON, or names a member twice, at " + ex.position();
	}

	private RuntimeEntries entries(AnswerOutline outline) {
		try (JsonReader reader = JsonReader.of(this.body)) {
			reader.next();
			switch (outline.shape()) {
				case NOT_AN_OBJECT -> throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
						"the answer is JSON, but neither a map nor one of the known envelopes");
				case MAP -> map(reader);
				case LIST -> list(reader);
				case NESTED -> nested(reader);
				case DOCUMENT -> document(reader);
			}
			reader.end();
		}
		requireRegistry(outline);
		return this.collector.collected();
	}

	private void map(JsonReader reader) {
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			reader.next();
			Json value = reader.value();
			if (value instanceof JsonObject members) {
				this.collector.entry(name, members);
			}
			else {
				this.collector.notAnObject(name);
			}
		}
	}

	/**
	 * What stands beside a list (its count, a page number) tells of the answer and not of
	 * the registry.
	 */
	private void list(JsonReader reader) {
		while (reader.next() != JsonToken.END_OBJECT) {
			boolean holder = reader.name().equals(this.question.kind().plural());
			reader.next();
			if (holder) {
				elements(reader);
			}
			else {
				reader.skip();
			}
		}
	}

	private void elements(JsonReader reader) {
		for (int i = 0; reader.next() != JsonToken.END_ARRAY; i++) {
			String place = "%s[%d]".formatted(this.question.kind(), i);
			Json value = reader.value();
			if (value instanceof JsonObject members) {
				id(members).ifPresentOrElse((id) -> this.collector.entry(id, members),
						() -> this.collector.nameless(place));
			}
			else {
				this.collector.namelessNoObject(place);
			}
		}
	}

	private Optional<String> id(JsonObject members) {
		return members.findText("id").or(() -> members.findText(this.question.kind().singular() + "_id"));
	}

	private void nested(JsonReader reader) {
		while (reader.next() != JsonToken.END_OBJECT) {
			boolean holder = reader.name().equals(AnswerOutline.NESTED);
			reader.next();
			if (holder) {
				document(reader);
			}
			else {
				reader.skip();
			}
		}
	}

	private void document(JsonReader reader) {
		while (reader.next() != JsonToken.END_OBJECT) {
			String name = reader.name();
			reader.next();
			if (name.equals(this.question.kind().envelope())) {
				map(reader);
			}
			else if (Sanitised.isPrivate(name)) {
				reader.skip();
			}
			else {
				this.collector.besides(name, reader.value());
			}
		}
	}

	/**
	 * Where no entry is an object, the answer is an error, or something else than a
	 * registry: taking it for one would make every entry absent.
	 */
	private void requireRegistry(AnswerOutline outline) {
		if (this.collector.sawObject()) {
			return;
		}
		String error = outline.error();
		if (error != null) {
			throw bad(ProblemCode.COORDINATOR_REPORTED_ERROR,
					"it says \"%s\"".formatted(Snippet.of(this.redaction.apply(error))));
		}
		if (!this.collector.sawNothing() && !outline.shape().isExplicit()) {
			throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
					"the answer is JSON, but none of its members is an entry");
		}
	}

	private BadAnswerException bad(ProblemCode code, String detail) {
		return this.question.bad(code, detail, OK);
	}

}
