package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
 * Reads JSON in UTF-8 with Jackson's streaming parser, strictly, and finds where values
 * stand in the text. A value with a defect of its own (see {@link JsonDefectException})
 * is read to its end. Python's {@code NaN} and {@code Infinity} are read, and so is half
 * of a surrogate pair.
 */
public final class JsonReader {

	/** The reason of a text with bytes that are not UTF-8. */
	public static final String NOT_UTF_8 = "the text is not valid UTF-8";

	/** The reason of a text that ends too early. */
	public static final String END_OF_TEXT = "the text ends in the middle of the document";

	/** The most levels of a text that is read. */
	private static final int DEPTH = 500;

	/** The parser stops here, so that brackets alone cannot fill the memory. */
	private static final int DEEPEST = 200_000;

	/** The longest number, in characters: its value takes quadratic time. */
	private static final int LONGEST_NUMBER = 1000;

	private static final int LONGEST_NAME = 50_000;

	private static final int LONGEST_REASON = 300;

	private static final int LONGEST_NAME_SHOWN = 100;

	/** The most bytes that a character of a string has. */
	private static final int ESCAPED = 6;

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

	private final JsonParser parser;

	private final Text text;

	private final long offset;

	private @Nullable JsonDefectException defect;

	private JsonReader(JsonParser parser, Text text, long offset) {
		this.parser = parser;
		this.text = text;
		this.offset = offset;
	}

	/**
	 * Reads a whole text.
	 * @param reading reads the value, whose first token is at hand, to its last token
	 * @throws JsonSyntaxException if the text is not one JSON value and nothing else
	 */
	static <T> T parse(Text text, Function<JsonReader, T> reading) {
		requireUtf8(text);
		return inside(text, 0, text.length(), (reader) -> {
			T read = reading.apply(reader);
			if (reader.parser.nextToken() != null) {
				throw new JsonSyntaxException("there is text behind the end of the document", reader.position());
			}
			return read;
		});
	}

	private static <T> T inside(Text text, long start, long end, Function<JsonReader, T> reading) {
		try (JsonParser parser = parser(text, start, end)) {
			JsonReader reader = new JsonReader(parser, text, start);
			reader.next();
			return reading.apply(reader);
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

	private static JsonParser parser(Text text, long start, long end) {
		if (end - start > TextStream.PIECE) {
			return FACTORY.createParser(ObjectReadContext.empty(), new TextStream(text, start, end));
		}
		byte[] bytes = text.bytes(start, (int) (end - start));
		return parser(HalfPairs.mask(bytes, bytes.length).bytes());
	}

	private static JsonParser parser(byte[] bytes) {
		return FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, bytes.length);
	}

	/**
	 * Jackson would take a text with zeros at its beginning for UTF-16 or UTF-32 (RFC
	 * 8259 8.1: JSON is UTF-8).
	 */
	private static void requireUtf8(Text text) {
		long defect = Utf8.findDefect(text);
		for (byte first : text.bytes(0, (int) Math.min(text.length(), 4))) {
			defect = (first == 0) ? 0 : defect;
		}
		if (defect >= 0) {
			throw new JsonSyntaxException(NOT_UTF_8, JsonSyntaxException.Position.of(text, defect));
		}
	}

	/**
	 * Reads the whole text as one value.
	 * @throws JsonDefectException if it has a defect
	 * @throws JsonSyntaxException if it is not one JSON value and nothing else
	 */
	public static Json read(byte[] bytes) {
		return parse(Text.of(bytes), JsonReader::value);
	}

	/**
	 * Reads a value that stands in a text that was read before.
	 * @throws JsonDefectException if it has a defect
	 */
	public static Json read(Text text, Span value) {
		return inside(text, value.start(), value.end(), JsonReader::value);
	}

	/**
	 * Reads an entry that stands in a text that was read before; it may have
	 * {@link Nesting#MOST} levels.
	 * @throws JsonDefectException if it has a defect
	 */
	public static Json readEntry(Text text, Span entry) {
		return inside(text, entry.start(), entry.end(), (reader) -> reader.sound(reader.built(0, Nesting.MOST)));
	}

	/**
	 * Finds the members of the object that a text is, those with the same name too; empty
	 * if it is another value.
	 * @throws JsonSyntaxException if it is not one JSON value and nothing else
	 */
	public static Optional<List<MemberSpan>> findMembers(Text text) {
		return parse(text, (reader) -> {
			if (reader.parser.currentToken() == JsonToken.START_OBJECT) {
				return Optional.of(reader.members());
			}
			reader.passed();
			return Optional.empty();
		});
	}

	/**
	 * Finds the members of an object that stands in a text that was read before, those
	 * with the same name too.
	 */
	public static List<MemberSpan> members(Text text, Span object) {
		return inside(text, object.start(), object.end(), JsonReader::members);
	}

	private List<MemberSpan> members() {
		List<MemberSpan> members = new ArrayList<>();
		while (next() != JsonToken.END_OBJECT) {
			String name = name();
			long start = start();
			next();
			members.add(new MemberSpan(name, start, passed()));
		}
		return members;
	}

	/**
	 * Finds the values of an array that stands in a text that was read before.
	 */
	public static List<Span> elements(Text text, Span array) {
		return inside(text, array.start(), array.end(), (reader) -> {
			List<Span> elements = new ArrayList<>();
			while (reader.next() != JsonToken.END_ARRAY) {
				elements.add(reader.passed());
			}
			return elements;
		});
	}

	/**
	 * Checks that no two members have the same name.
	 * @param text the text in which they stand
	 */
	public static void requireUnique(Text text, List<MemberSpan> members) {
		Set<String> names = new HashSet<>();
		for (MemberSpan member : members) {
			if (!names.add(member.name())) {
				throw new JsonSyntaxException(namedTwice(member.name()),
						JsonSyntaxException.Position.of(text, member.start()));
			}
		}
	}

	/**
	 * Moves to the next token.
	 * @throws JsonSyntaxException if there is none
	 */
	JsonToken next() {
		@Nullable JsonToken token = this.parser.nextToken();
		if (token == null) {
			throw new JsonSyntaxException(END_OF_TEXT, position());
		}
		return token;
	}

	JsonToken token() {
		return this.parser.currentToken();
	}

	/**
	 * Moves to the next member of the object at hand, or to its end.
	 * @param names those of its members so far; the name is added
	 * @return the name, or null at the end
	 * @throws JsonSyntaxException if the object has had a member of that name
	 */
	@Nullable String nextName(Set<String> names) {
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

	private String name() {
		return restored(this.parser.currentName());
	}

	/**
	 * Reads the name or string at hand from the text itself if halves of pairs are
	 * replaced in it.
	 */
	private String restored(String read) {
		if (read.indexOf(HalfPairs.MASK) < 0) {
			return read;
		}
		long start = start();
		long most = Math.min(this.text.length() - start, 2L + (long) ESCAPED * read.length());
		try (JsonParser string = parser(this.text.bytes(start, (int) most))) {
			string.nextToken();
			return string.getString();
		}
	}

	/**
	 * Reads the value that the current token begins, to its last token.
	 * @throws JsonDefectException if it has a defect; it was read to its last token
	 */
	Json value() {
		return sound(built(levelsAround(), DEPTH));
	}

	private int levelsAround() {
		int open = this.parser.streamReadContext().getNestingDepth();
		return token().isStructStart() ? open - 1 : open;
	}

	private Json sound(Json value) {
		if (this.defect != null) {
			throw this.defect.of(value);
		}
		return value;
	}

	/**
	 * Reads the entry that the current token begins, to its last token, whatever defect
	 * it has.
	 * @return where it stands
	 */
	Span entry() {
		JsonToken first = token();
		long start = start();
		built(0, Nesting.MOST);
		return new Span(start, end(), first);
	}

	/**
	 * Returns the defect of the entry that was read last, once.
	 */
	Optional<String> takeDefect() {
		Optional<String> found = Optional.ofNullable(this.defect).map(JsonSyntaxException::reason);
		this.defect = null;
		return found;
	}

	/**
	 * Passes over the value that the current token begins, whatever defect it has.
	 */
	private Span passed() {
		JsonToken first = token();
		long start = start();
		this.parser.finishToken();
		this.parser.skipChildren();
		return new Span(start, end(), first);
	}

	/**
	 * Reads a value.
	 * @param levels how many are around it
	 * @param most how many there may be
	 */
	private Json built(int levels, int most) {
		return switch (token()) {
			case START_OBJECT -> isTooDeep(levels, most) ? JsonObject.EMPTY : object(levels + 1, most);
			case START_ARRAY -> isTooDeep(levels, most) ? JsonLiteral.NULL : array(levels + 1, most);
			case VALUE_STRING -> new JsonString(restored(this.parser.getString()));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(this.parser.getString());
			case VALUE_TRUE -> JsonLiteral.TRUE;
			case VALUE_FALSE -> JsonLiteral.FALSE;
			case VALUE_NULL -> JsonLiteral.NULL;
			case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
				throw new JsonSyntaxException("a value is missing", position());
		};
	}

	private boolean isTooDeep(int levels, int most) {
		if (levels < most) {
			return false;
		}
		defect("it is nested deeper than %d levels".formatted(most));
		this.parser.skipChildren();
		return true;
	}

	private JsonObject object(int levels, int most) {
		LinkedHashMap<String, Json> members = new LinkedHashMap<>();
		while (next() != JsonToken.END_OBJECT) {
			String name = name();
			if (name.length() > LONGEST_NAME) {
				defect("a member's name has more than %d characters".formatted(LONGEST_NAME));
			}
			if (members.containsKey(name)) {
				defect(namedTwice(name));
			}
			next();
			members.put(name, built(levels, most));
		}
		return JsonObject.owning(members);
	}

	private JsonArray array(int levels, int most) {
		List<Json> values = new ArrayList<>();
		while (next() != JsonToken.END_ARRAY) {
			values.add(built(levels, most));
		}
		return new JsonArray(values);
	}

	private JsonNumber number(String text) {
		if (text.length() > LONGEST_NUMBER) {
			defect("a number has more than %d characters".formatted(LONGEST_NUMBER));
			return new JsonNumber("0");
		}
		return new JsonNumber(text);
	}

	private void defect(String reason) {
		if (this.defect == null) {
			this.defect = new JsonDefectException(reason, position(), JsonLiteral.NULL);
		}
	}

	/**
	 * Where the current token begins in the bytes.
	 */
	long start() {
		return this.offset + this.parser.currentTokenLocation().getByteOffset();
	}

	/**
	 * Where the bytes of the current token end, which is not a name and is read.
	 */
	private long end() {
		return this.offset + this.parser.currentLocation().getByteOffset();
	}

	/**
	 * Returns where the current token begins in the text that is read.
	 */
	JsonSyntaxException.Position position() {
		return position(this.parser.currentTokenLocation());
	}

	private static JsonSyntaxException.Position position(@Nullable TokenStreamLocation at) {
		return (at != null)
				? new JsonSyntaxException.Position(at.getLineNr(), at.getColumnNr(), Math.max(0, at.getByteOffset()))
				: JsonSyntaxException.Position.START;
	}

	/**
	 * The parser quotes words of the text, and what it says ends up on terminals.
	 */
	private static String printable(String message, int longest) {
		String begin = (message.length() > longest) ? message.substring(0, longest) + "…" : message;
		return begin.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
	}

}
