package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads JSON token by token from bytes in memory, with the position of each token in
 * them. Bytes that are not UTF-8 are an error. A value with a defect of its own (see
 * {@link JsonDefectException}) is read to its end. Python's {@code NaN} and
 * {@code Infinity} are read, and so is half of a surrogate pair.
 */
public final class JsonReader implements AutoCloseable {

	/** The most levels of a text that is read. */
	private static final int DEPTH = 500;

	/** The parser stops here, so that brackets alone cannot fill the memory. */
	private static final int DEEPEST = 200_000;

	/** The longest number, in characters: its value takes quadratic time. */
	private static final int LONGEST_NUMBER = 1000;

	private static final int LONGEST_NAME = 50_000;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(DEEPEST)
			.maxNameLength(Integer.MAX_VALUE)
			.maxNumberLength(Integer.MAX_VALUE)
			.maxStringLength(Integer.MAX_VALUE)
			.build())
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
		.build();

	private static final int LONGEST_REASON = 300;

	private static final int LONGEST_NAME_SHOWN = 100;

	private final JsonParser parser;

	private final byte[] bytes;

	private final int offset;

	/**
	 * Whether the parser reads a copy in which halves of surrogate pairs are replaced.
	 */
	private final boolean masked;

	/** How many levels are open at the value that is read, and may be at most. */
	private int around;

	private int deepest;

	private @Nullable JsonDefectException defect;

	private JsonReader(byte[] bytes, int start, int end, byte @Nullable [] masked) {
		this.bytes = bytes;
		this.offset = start;
		this.masked = masked != null;
		this.parser = (masked != null) ? parser(masked, 0, masked.length) : parser(bytes, start, end - start);
	}

	private static JsonParser parser(byte[] bytes, int start, int length) {
		return guarded(() -> FACTORY.createParser(ObjectReadContext.empty(), bytes, start, length));
	}

	public static JsonReader of(byte[] bytes) {
		return of(bytes, 0, bytes.length);
	}

	private static JsonReader of(byte[] bytes, int start, int end) {
		requireUtf8(bytes, start, end);
		return new JsonReader(bytes, start, end, HalfPairs.masked(bytes, start, end));
	}

	private static void requireUtf8(byte[] bytes, int start, int end) {
		int defect = looksLikeUtf8(bytes, start, end) ? Utf8.findDefect(bytes, start, end) : start;
		if (defect >= 0) {
			throw new JsonSyntaxException(NOT_UTF_8, JsonSyntaxException.Position.of(bytes, start, defect));
		}
	}

	/**
	 * Jackson would guess UTF-16 and UTF-32 and then know no byte positions (RFC 8259
	 * 8.1: JSON is UTF-8).
	 */
	private static boolean looksLikeUtf8(byte[] bytes, int start, int end) {
		for (int i = start; i < Math.min(end, start + 4); i++) {
			if (bytes[i] == 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Reads the whole text as one value.
	 * @throws JsonSyntaxException if it is not one JSON value and nothing else
	 */
	public static Json read(byte[] bytes) {
		return read(bytes, 0, bytes.length);
	}

	/**
	 * Reads what a text has left as one value.
	 * @throws JsonSyntaxException if it is not one JSON value and nothing else
	 */
	public static Json read(ByteBuffer text) {
		int start = text.arrayOffset() + text.position();
		return read(text.array(), start, start + text.remaining());
	}

	/**
	 * Reads a value that stands in a text that was read before.
	 * @throws JsonDefectException if it has a defect
	 */
	public static Json read(byte[] bytes, Span value) {
		return read(bytes, value.start(), value.end());
	}

	/**
	 * Reads an entry that stands in a text that was read before.
	 * @throws JsonDefectException if it has a defect
	 */
	public static Json readEntry(byte[] bytes, Span entry) {
		try (JsonReader reader = inside(bytes, entry)) {
			return reader.sound(reader.built(reader.entryLevel()));
		}
	}

	/**
	 * Finds the members of the object that a text is, those with the same name too; empty
	 * if it is another value.
	 * @throws JsonSyntaxException if it is not one JSON value and nothing else
	 */
	public static Optional<List<MemberSpan>> findMembers(byte[] bytes) {
		try (JsonReader reader = of(bytes)) {
			boolean object = reader.next() == JsonToken.START_OBJECT;
			List<MemberSpan> members = object ? reader.members() : List.of();
			guarded(reader.parser::skipChildren);
			reader.end();
			return object ? Optional.of(members) : Optional.empty();
		}
	}

	/**
	 * Finds the members of an object that stands in a text that was read before.
	 */
	public static List<MemberSpan> members(byte[] bytes, Span object) {
		try (JsonReader reader = inside(bytes, object)) {
			return reader.members();
		}
	}

	private List<MemberSpan> members() {
		List<MemberSpan> members = new ArrayList<>();
		while (next() != JsonToken.END_OBJECT) {
			String name = name();
			int start = start();
			next();
			members.add(new MemberSpan(name, start, passed()));
		}
		return members;
	}

	/**
	 * Finds the values of an array that stands in a text that was read before.
	 */
	public static List<Span> elements(byte[] bytes, Span array) {
		try (JsonReader reader = inside(bytes, array)) {
			List<Span> elements = new ArrayList<>();
			while (reader.next() != JsonToken.END_ARRAY) {
				elements.add(reader.passed());
			}
			return elements;
		}
	}

	/**
	 * Checks that no two members have the same name.
	 * @param bytes the text in which they stand
	 */
	public static void requireUnique(byte[] bytes, List<MemberSpan> members) {
		Set<String> names = new HashSet<>();
		for (MemberSpan member : members) {
			if (!names.add(member.name())) {
				throw new JsonSyntaxException(namedTwice(member.name()),
						JsonSyntaxException.Position.of(bytes, 0, member.start()));
			}
		}
	}

	private static JsonReader inside(byte[] bytes, Span value) {
		JsonReader reader = new JsonReader(bytes, value.start(), value.end(),
				HalfPairs.masked(bytes, value.start(), value.end()));
		reader.next();
		return reader;
	}

	static Json read(byte[] bytes, int start, int end) {
		try (JsonReader reader = of(bytes, start, end)) {
			reader.next();
			Json value = reader.value();
			reader.end();
			return value;
		}
	}

	/**
	 * Moves to the next token.
	 * @throws JsonSyntaxException if there is none or it is not JSON
	 */
	public JsonToken next() {
		@Nullable JsonToken token = guarded(this.parser::nextToken);
		if (token == null) {
			throw new JsonSyntaxException(END_OF_TEXT, position());
		}
		return token;
	}

	/**
	 * Moves to the next member of the object at hand, or to its end.
	 * @param names those of its members so far; the name is added
	 * @return the name, or null at the end
	 * @throws JsonSyntaxException if the object has had a member of that name
	 */
	public @Nullable String nextName(Set<String> names) {
		if (next() == JsonToken.END_OBJECT) {
			return null;
		}
		String name = name();
		if (!names.add(name)) {
			throw new JsonSyntaxException(namedTwice(name), position());
		}
		return name;
	}

	private static String namedTwice(String name) {
		return "the member \"%s\" is there twice".formatted(printable(name, LONGEST_NAME_SHOWN));
	}

	/**
	 * Checks that nothing but white space is left.
	 */
	public void end() {
		if (guarded(this.parser::nextToken) != null) {
			throw new JsonSyntaxException("there is text behind the end of the document", position());
		}
	}

	/**
	 * The name of the member at hand.
	 */
	public String name() {
		return restored(guarded(this.parser::currentName));
	}

	/**
	 * Reads the name or string at hand from the text itself if halves of pairs are
	 * replaced in it.
	 */
	private String restored(String text) {
		if (!this.masked || text.indexOf(HalfPairs.MASK) < 0) {
			return text;
		}
		int start = start();
		try (JsonParser string = parser(this.bytes, start, Span.endOfScalar(this.bytes, start) - start)) {
			guarded(string::nextToken);
			return guarded(string::getString);
		}
	}

	/**
	 * Reads the value that the current token begins, to its last token.
	 * @throws JsonDefectException if it has a defect; it was read to its last token
	 */
	public Json value() {
		return sound(built(level()));
	}

	private Json sound(Json value) {
		if (this.defect != null) {
			JsonDefectException found = this.defect.of(value);
			this.defect = null;
			throw found;
		}
		return value;
	}

	/**
	 * Returns the level of the value at hand, which may be as deep as a text may be.
	 */
	private int level() {
		this.around = 0;
		this.deepest = DEPTH;
		return ownLevel();
	}

	/**
	 * Returns the level of the value at hand, which may be as deep as an entry may be.
	 */
	private int entryLevel() {
		this.around = ownLevel() - 1;
		this.deepest = this.around + Nesting.MOST;
		return ownLevel();
	}

	private int ownLevel() {
		int open = this.parser.streamReadContext().getNestingDepth();
		return this.parser.currentToken().isStructStart() ? open : open + 1;
	}

	private Json built(int level) {
		return switch (this.parser.currentToken()) {
			case START_OBJECT -> isTooDeep(level) ? JsonObject.EMPTY : object(level);
			case START_ARRAY -> isTooDeep(level) ? JsonLiteral.NULL : array(level);
			case VALUE_STRING -> new JsonString(restored(guarded(this.parser::getString)));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(number());
			case VALUE_TRUE -> JsonLiteral.TRUE;
			case VALUE_FALSE -> JsonLiteral.FALSE;
			case VALUE_NULL -> JsonLiteral.NULL;
			case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
				throw new JsonSyntaxException("a value is missing", position());
		};
	}

	private boolean isTooDeep(int level) {
		if (level > this.deepest) {
			defect("it is nested deeper than %d levels".formatted(this.deepest - this.around));
			guarded(this.parser::skipChildren);
			return true;
		}
		return false;
	}

	private String number() {
		String text = guarded(this.parser::getString);
		if (text.length() > LONGEST_NUMBER) {
			defect("a number has more than %d characters".formatted(LONGEST_NUMBER));
			return "0";
		}
		return text;
	}

	private String shortName() {
		String name = name();
		if (name.length() > LONGEST_NAME) {
			defect("a member's name has more than %d characters".formatted(LONGEST_NAME));
		}
		return name;
	}

	private void named(boolean first, String name) {
		if (!first) {
			defect(namedTwice(name));
		}
	}

	private void defect(String reason) {
		if (this.defect == null) {
			this.defect = new JsonDefectException(reason, position(), JsonLiteral.NULL);
		}
	}

	private JsonObject object(int level) {
		LinkedHashMap<String, Json> members = new LinkedHashMap<>();
		while (next() != JsonToken.END_OBJECT) {
			String name = shortName();
			named(!members.containsKey(name), name);
			next();
			members.put(name, built(level + 1));
		}
		return JsonObject.owning(members);
	}

	private JsonArray array(int level) {
		List<Json> values = new ArrayList<>();
		while (next() != JsonToken.END_ARRAY) {
			values.add(built(level + 1));
		}
		return new JsonArray(values);
	}

	/**
	 * Passes over the value that the current token begins, whatever defect it has.
	 */
	private Span passed() {
		JsonToken first = this.parser.currentToken();
		int start = start();
		guarded(() -> {
			this.parser.finishToken();
			return this.parser.skipChildren();
		});
		return span(start, first);
	}

	private Span span(int start, JsonToken first) {
		return new Span(start, first.isStructStart() ? here() : Span.endOfScalar(this.bytes, start),
				first);
	}

	/**
	 * Passes over the value that the current token begins, to its last token.
	 * @throws JsonDefectException as {@link #value()}
	 */
	public void skip() {
		pass(level());
		sound(JsonLiteral.NULL);
	}

	private void pass(int level) {
		JsonToken first = this.parser.currentToken();
		if (first.isNumeric()) {
			number();
		}
		if (!first.isStructStart() || isTooDeep(level)) {
			return;
		}
		@Nullable Set<String> names = (first == JsonToken.START_OBJECT) ? new HashSet<>() : null;
		while (!next().isStructEnd()) {
			if (names != null) {
				String name = shortName();
				named(names.add(name), name);
				next();
			}
			pass(level + 1);
		}
	}

	/**
	 * Where the current token begins in the bytes.
	 */
	int start() {
		return this.offset + (int) this.parser.currentTokenLocation().getByteOffset();
	}

	/**
	 * Passes over the entry that the current token begins, whatever defect it has.
	 * @return where it is in the bytes
	 */
	Span span() {
		JsonToken first = this.parser.currentToken();
		int start = start();
		guarded(() -> {
			this.parser.finishToken();
			return first;
		});
		pass(entryLevel());
		return span(start, first);
	}

	/**
	 * Where the parser is in the bytes; exact behind brackets and braces.
	 */
	private int here() {
		return this.offset + (int) this.parser.currentLocation().getByteOffset();
	}

	public JsonSyntaxException.Position position() {
		return position(this.parser.currentTokenLocation());
	}

	/**
	 * Returns the defect of the entry that was passed over last, once.
	 */
	Optional<String> takeDefect() {
		Optional<String> found = Optional.ofNullable(this.defect).map(JsonSyntaxException::reason);
		this.defect = null;
		return found;
	}

	private static JsonSyntaxException.Position position(@Nullable TokenStreamLocation at) {
		return (at != null)
				? new JsonSyntaxException.Position(at.getLineNr(), at.getColumnNr(), Math.max(0, at.getByteOffset()))
				: JsonSyntaxException.Position.START;
	}

	@Override
	public void close() {
		this.parser.close();
	}

	/** The reason of a text with bytes that are not UTF-8. */
	public static final String NOT_UTF_8 = "the text is not valid UTF-8";

	/** The reason of a text that ends too early. */
	public static final String END_OF_TEXT = "the text ends in the middle of the document";

	private static <T extends @Nullable Object> T guarded(Step<T> step) {
		try {
			return step.take();
		}
		catch (UnexpectedEndOfInputException ex) {
			throw new JsonSyntaxException(END_OF_TEXT, position(ex.getLocation()));
		}
		catch (StreamConstraintsException ex) {
			throw new JsonSyntaxException("the text is nested deeper than %d levels".formatted(DEEPEST),
					position(ex.getLocation()));
		}
		catch (JacksonException ex) {
			throw new JsonSyntaxException(printable(ex.getOriginalMessage(), LONGEST_REASON),
					position(ex.getLocation()));
		}
	}

	/**
	 * The parser quotes words of the text, and what it says ends up on terminals.
	 */
	private static String printable(String message, int longest) {
		String begin = (message.length() > longest) ? message.substring(0, longest) + "…" : message;
		return begin.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
	}

	@FunctionalInterface
	private interface Step<T extends @Nullable Object> {

		T take();

	}

}
