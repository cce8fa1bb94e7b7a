package dev.registrysync.coordinator;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import tools.jackson.core.JsonToken;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.ByteOrderMark;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonDefectException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.RuntimeEntries;

/**
 * Reads the body of a coordinator's answer, one entry in memory at a time.
 */
final class CoordinatorAnswer {

	private static final int OK = 200;

	private static final int SHOWN_NAMES = 8;

	private final Question question;

	private final byte[] body;

	private final EntryMembers members;

	private final UnaryOperator<String> redaction;

	/** The names of the answer's own members. */
	private final Set<String> names = new LinkedHashSet<>();

	private final EntryCollector collector;

	private CoordinatorAnswer(Question question, byte[] body, EntryMembers members, EntryTable said,
			UnaryOperator<String> redaction) {
		this.question = question;
		this.body = body;
		this.members = members;
		this.redaction = redaction;
		this.collector = new EntryCollector(question.kind(), said);
	}

	/**
	 * Reads a whole answer with status 200.
	 * @param members tells entries from other objects where the answer does not say so
	 * @param said what the source said before: what it says again shares its text
	 * @param redaction takes our secrets out of what the coordinator says
	 * @throws BadAnswerException if it is not a registry
	 */
	static RuntimeEntries parse(Question question, byte[] body, EntryMembers members, EntryTable said,
			UnaryOperator<String> redaction) {
		return new CoordinatorAnswer(question, body, members, said, redaction).parse();
	}

	private RuntimeEntries parse() {
		int first = firstCharacter();
		if (first < 0) {
			throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, "the answer is empty");
		}
		try {
			return entries(AnswerOutline.of(this.question.kind(), this.members, this.body));
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
		return switch (ex.reason()) {
			case JsonReader.END_OF_TEXT -> "ends in the middle, at " + ex.position();
			case JsonReader.NOT_UTF_8 -> "is not valid UTF-8, at " + ex.position();
			default -> "is not JSON, or names a member twice, at " + ex.position();
		};
	}

	private RuntimeEntries entries(AnswerOutline outline) {
		try (JsonReader reader = JsonReader.of(this.body)) {
			reader.next();
			switch (outline.shape()) {
				case NOT_AN_OBJECT -> throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
						"the answer is JSON, but neither a map nor one of the known envelopes");
				case UNCLEAR -> throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
						"the member \"%s\" of the answer is like an entry and holds objects like entries"
							.formatted(this.question.kind()));
				case MAP -> map(reader, this.names, this::mapped);
				case LIST, HOLDER -> holder(reader);
				case NESTED -> nested(reader);
				case DOCUMENT -> document(reader, this.names);
			}
			reader.end();
		}
		requireRegistry(outline);
		return this.collector.collected(outline.count());
	}

	private void map(JsonReader reader, Set<String> names, BiConsumer<String, JsonReader> entry) {
		for (String name = reader.nextName(names); name != null; name = reader.nextName(names)) {
			reader.next();
			entry.accept(name, reader);
		}
	}

	/**
	 * Takes a value of a map that does not say what its values are.
	 */
	private void mapped(String name, JsonReader reader) {
		try {
			this.collector.mapped(name, reader.entry(), this.members);
		}
		catch (JsonDefectException ex) {
			if (ex.value() instanceof JsonObject object && this.members.isEntry(name, object)) {
				this.collector.defective(name, ex);
			}
			else {
				this.collector.unlikeAnEntry(name, this.members);
			}
		}
	}

	/**
	 * Takes a value of a map whose values are said to be entries.
	 */
	private void registered(String name, JsonReader reader) {
		try {
			this.collector.take(name, reader.entry());
		}
		catch (JsonDefectException ex) {
			this.collector.defective(name, ex);
		}
	}

	/**
	 * What stands beside the entries (their count, a page number) tells of the answer and
	 * not of the registry.
	 */
	private void holder(JsonReader reader) {
		for (String name = reader.nextName(this.names); name != null; name = reader.nextName(this.names)) {
			JsonToken token = reader.next();
			if (!name.equals(this.question.kind().plural())) {
				reader.ignore();
			}
			else if (token == JsonToken.START_ARRAY) {
				elements(reader);
			}
			else {
				map(reader, new HashSet<>(), this::mapped);
			}
		}
	}

	private void elements(JsonReader reader) {
		for (int i = 0; reader.next() != JsonToken.END_ARRAY; i++) {
			element("%s[%d]".formatted(this.question.kind(), i), reader);
		}
	}

	private void element(String place, JsonReader reader) {
		try {
			Json value = reader.entry();
			if (value instanceof JsonObject members) {
				id(members).ifPresentOrElse((id) -> this.collector.entry(id, members),
						() -> this.collector.nameless(place));
			}
			else {
				this.collector.namelessNoObject(place);
			}
		}
		catch (JsonDefectException ex) {
			Optional<String> id = (ex.value() instanceof JsonObject members) ? id(members) : Optional.empty();
			id.ifPresentOrElse((name) -> this.collector.defective(name, ex),
					() -> this.collector.namelessNoObject(place));
		}
	}

	private Optional<String> id(JsonObject members) {
		return members.findText("id").or(() -> members.findText(this.question.kind().singular() + "_id"));
	}

	private void nested(JsonReader reader) {
		for (String name = reader.nextName(this.names); name != null; name = reader.nextName(this.names)) {
			reader.next();
			if (name.equals(AnswerOutline.NESTED)) {
				document(reader, new HashSet<>());
			}
			else {
				reader.ignore();
			}
		}
	}

	private void document(JsonReader reader, Set<String> names) {
		for (String name = reader.nextName(names); name != null; name = reader.nextName(names)) {
			reader.next();
			if (name.equals(this.question.kind().envelope())) {
				map(reader, new HashSet<>(), this::registered);
			}
			else if (Sanitised.isPrivate(name)) {
				reader.ignore();
			}
			else {
				this.collector.besides(name, reader.value());
			}
		}
	}

	/**
	 * Where no value is an entry, the answer is an error, or something else than a
	 * registry: taking it for one would make every entry absent.
	 */
	private void requireRegistry(AnswerOutline outline) {
		if (this.collector.sawEntry()) {
			return;
		}
		outline.error().ifPresent((error) -> {
			throw bad(ProblemCode.COORDINATOR_REPORTED_ERROR,
					"it says \"%s\"".formatted(shown(AnswerOutline.text(error))));
		});
		if (this.collector.sawOther() && !outline.shape().isExplicit()) {
			String members = String.join(", ", this.names.stream().limit(SHOWN_NAMES).toList());
			throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
					"the answer is JSON, but not a registry: it has the members %s, and none holds entries"
						.formatted(shown(members)));
		}
	}

	private String shown(String text) {
		return Snippet.of(this.redaction.apply(text));
	}

	private BadAnswerException bad(ProblemCode code, String detail) {
		return this.question.bad(code, detail, OK);
	}

}
