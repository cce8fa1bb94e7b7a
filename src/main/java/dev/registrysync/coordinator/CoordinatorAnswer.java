package dev.registrysync.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.ByteOrderMark;
import dev.registrysync.registry.Digest;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonDefectException;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonSyntaxException;
import dev.registrysync.registry.MemberSpan;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.Span;
import dev.registrysync.registry.Text;

/**
 * Reads the body of a coordinator's answer: finds where each entry stands, and parses
 * those that the last answer did not have with the same text, one at a time.
 */
final class CoordinatorAnswer {

	private static final int OK = 200;

	private static final int SHOWN_NAMES = 8;

	private static final Set<String> COUNTS = Set.of("count", "total", "total_count");

	private static final int LONGEST_COUNT = 9;

	/** As many bytes as are looked at once for the first character. */
	private static final int BEGIN = 256;

	private final Question question;

	private final Text body;

	private final EntryMembers members;

	private final UnaryOperator<String> redaction;

	private final EntryCollector collector;

	private CoordinatorAnswer(Question question, Text body, EntryMembers members, @Nullable RuntimeEntries last,
			UnaryOperator<String> redaction) {
		this.question = question;
		this.body = body;
		this.members = members;
		this.redaction = redaction;
		this.collector = new EntryCollector(question.kind(), body, members, last);
	}

	/**
	 * Reads a whole answer with status 200.
	 * @param members tells entries from other objects where the answer does not say so
	 * @param last the answer before this one, if there was one
	 * @param redaction takes our secrets out of what the coordinator says
	 * @throws BadAnswerException if it is not a registry
	 */
	static RuntimeEntries parse(Question question, Text body, EntryMembers members, @Nullable RuntimeEntries last,
			UnaryOperator<String> redaction) {
		return new CoordinatorAnswer(question, body, members, last, redaction).parse();
	}

	private RuntimeEntries parse() {
		int first = firstCharacter();
		if (first < 0) {
			throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, "the answer is empty");
		}
		try {
			return entries(JsonReader.findMembers(this.body)
				.orElseThrow(() -> bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
						"the answer is JSON, but neither a map nor one of the known envelopes")));
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
		long start = ByteOrderMark.lengthIn(this.body.bytes(0, (int) Math.min(this.body.length(), BEGIN)));
		while (start < this.body.length()) {
			byte[] piece = this.body.bytes(start, (int) Math.min(this.body.length() - start, BEGIN));
			for (byte character : piece) {
				if (" \t\r\n".indexOf(character) < 0) {
					return character & 0xff;
				}
			}
			start += piece.length;
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

	private RuntimeEntries entries(List<MemberSpan> top) {
		AnswerShape shape = AnswerShape.of(this.question.kind(), this.members, this.body, top);
		JsonReader.requireUnique(this.body, top);
		switch (shape) {
			case UNCLEAR -> throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
					"the member \"%s\" of the answer is like an entry and holds objects like entries"
						.formatted(this.question.kind()));
			case MAP -> each(top, this::mapped);
			case LIST, HOLDER -> holder(value(top, this.question.kind().plural()));
			case NESTED -> document(members(value(top, AnswerShape.NESTED_MEMBER)));
			case DOCUMENT -> document(top);
		}
		requireRegistry(shape, top);
		return this.collector.collected(count(top));
	}

	private static Span value(List<MemberSpan> members, String name) {
		return members.stream().filter((member) -> member.name().equals(name)).findFirst().orElseThrow().value();
	}

	private List<MemberSpan> members(Span object) {
		List<MemberSpan> found = JsonReader.members(this.body, object);
		JsonReader.requireUnique(this.body, found);
		return found;
	}

	/**
	 * Passes on the entries whose text is new.
	 */
	private void each(List<MemberSpan> entries, BiConsumer<MemberSpan, Digest> entry) {
		for (MemberSpan member : entries) {
			Digest text = digest(member.value());
			if (!this.collector.again(member.name(), member.value(), text)) {
				entry.accept(member, text);
			}
		}
	}

	private Digest digest(Span value) {
		return Digest.of(this.body.bytes(value.start(), Math.toIntExact(value.length())));
	}

	/**
	 * Takes a value of a map that does not say what its values are.
	 */
	private void mapped(MemberSpan member, Digest text) {
		String name = member.name();
		try {
			this.collector.mapped(name, JsonReader.readEntry(this.body, member.value()), member.value(), text);
		}
		catch (JsonDefectException ex) {
			if (ex.value() instanceof JsonObject object && this.members.isEntry(name, object)) {
				this.collector.defective(name, ex);
			}
			else {
				this.collector.unlikeAnEntry(name);
			}
		}
	}

	/**
	 * Takes a value of a map whose values are said to be entries.
	 */
	private void registered(MemberSpan member, Digest text) {
		try {
			this.collector.take(member.name(), JsonReader.readEntry(this.body, member.value()), member.value(), text);
		}
		catch (JsonDefectException ex) {
			this.collector.defective(member.name(), ex);
		}
	}

	/**
	 * What stands beside the entries (their count, a page number) tells of the answer and
	 * not of the registry.
	 */
	private void holder(Span value) {
		if (value.isObject()) {
			each(members(value), this::mapped);
		}
		else {
			int number = 0;
			for (Span element : JsonReader.elements(this.body, value)) {
				element("%s[%d]".formatted(this.question.kind(), number++), element);
			}
		}
	}

	private void element(String place, Span element) {
		try {
			Json value = JsonReader.readEntry(this.body, element);
			if (value instanceof JsonObject members) {
				id(members).ifPresentOrElse((id) -> this.collector.entry(id, members, element, digest(element)),
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

	private void document(List<MemberSpan> members) {
		for (MemberSpan member : members) {
			if (member.name().equals(this.question.kind().envelope())) {
				each(members(member.value()), this::registered);
			}
			else if (!Sanitised.isPrivate(member.name())) {
				this.collector.besides(member.name(), value(member));
			}
		}
	}

	private Json value(MemberSpan member) {
		try {
			return JsonReader.read(this.body, member.value());
		}
		catch (JsonDefectException ex) {
			throw new JsonSyntaxException(ex.reason(),
					JsonSyntaxException.Position.of(this.body, member.value().start()));
		}
	}

	/**
	 * Returns how many entries the answer says that it has, if it says so.
	 */
	private Optional<Integer> count(List<MemberSpan> top) {
		return top.stream()
			.filter((member) -> COUNTS.contains(member.name()) && member.value().first() == JsonToken.VALUE_NUMBER_INT
					&& member.value().length() <= LONGEST_COUNT)
			.reduce((first, last) -> last)
			.map((member) -> Integer.valueOf(AnswerShape.read(this.body, member.value()).toString()));
	}

	/**
	 * Where no value is an entry, the answer is an error, or something else than a
	 * registry: taking it for one would make every entry absent.
	 */
	private void requireRegistry(AnswerShape shape, List<MemberSpan> top) {
		if (this.collector.sawEntry()) {
			return;
		}
		top.stream()
			.filter((member) -> member.name().equals(ReportedError.MEMBER))
			.flatMap((member) -> ReportedError.find(AnswerShape.read(this.body, member.value())).stream())
			.findFirst()
			.ifPresent((error) -> {
				throw bad(ProblemCode.COORDINATOR_REPORTED_ERROR, "it says \"%s\"".formatted(shown(error)));
			});
		if (this.collector.sawOther() && !shape.isExplicit()) {
			String names = String.join(", ", top.stream().limit(SHOWN_NAMES).map(MemberSpan::name).toList());
			throw bad(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
					"the answer is JSON, but not a registry: it has the members %s, and none holds entries"
						.formatted(shown(names)));
		}
	}

	private String shown(String text) {
		return Snippet.of(this.redaction.apply(text));
	}

	private BadAnswerException bad(ProblemCode code, String detail) {
		return this.question.bad(code, detail, OK);
	}

}
