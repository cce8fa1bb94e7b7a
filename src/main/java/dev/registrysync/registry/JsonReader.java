package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

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
 * them. A member named twice is an error; Python's {@code NaN} and {@code Infinity} are
 * read.
 */
public final class JsonReader implements AutoCloseable {

	/** How deep a text may be, as the parser has it. */
	private static final int DEPTH = StreamReadConstraints.DEFAULT_MAX_DEPTH;

	private static final JsonFactory FACTORY = factory(DEPTH);

	private static final JsonFactory MEMBER_FACTORY = factory(DEPTH - 1);

	private static final int LONGEST_REASON = 300;

	private final JsonParser parser;

	private final byte[] bytes;

	private JsonReader(JsonParser parser, byte[] bytes) {
		this.parser = parser;
		this.bytes = bytes;
	}

	private static JsonFactory factory(int depth) {
		return JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(depth).build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
			.disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
			.build();
	}

	public static JsonReader of(byte[] bytes) {
		return of(FACTORY, bytes, 0, bytes.length);
	}

	private static JsonReader of(JsonFactory factory, byte[] bytes, int start, int end) {
		if (!looksLikeUtf8(bytes, start, end)) {
			throw new JsonSyntaxException("the text is not UTF-8", JsonSyntaxException.Position.START);
		}
		return guarded(() -> new JsonReader(factory.createParser(ObjectReadContext.empty(), bytes, start, end - start),
				bytes));
	}

	/**
	 * Jackson would guess UTF-16 and UTF-32 and then know no byte positions (RFC 8259
	 * 8.1: JSON is UTF-8).
	 */
	private static boolean looksLikeUtf8(byte[] bytes, int start, int end) {
		for (int i = start; i < Math.min(end, start + 4); i++) {
			if (bytes[i] == 0 || bytes[i] == (byte) 0xfe || bytes[i] == (byte) 0xff) {
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
	 * Reads the object, array or string that a text begins with, and moves the text
	 * behind it. It may be as deep as in the object that it is a member of.
	 * @throws JsonSyntaxException if it does not begin with one
	 */
	public static Json next(ByteBuffer text) {
		int start = text.arrayOffset() + text.position();
		try (JsonReader reader = of(MEMBER_FACTORY, text.array(), start, start + text.remaining())) {
			JsonToken first = reader.next();
			if (!first.isStructStart() && first != JsonToken.VALUE_STRING) {
				throw new JsonSyntaxException("there is no object, array or string", reader.position());
			}
			Json value = reader.value();
			text.position(text.position() + reader.here());
			return value;
		}
	}

	static Json read(byte[] bytes, int start, int end) {
		try (JsonReader reader = of(FACTORY, bytes, start, end)) {
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
		return guarded(this.parser::currentName);
	}

	/**
	 * Reads the value that the current token begins, to its last token.
	 */
	public Json value() {
		return switch (this.parser.currentToken()) {
			case START_OBJECT -> object();
			case START_ARRAY -> array();
			case VALUE_STRING -> new JsonString(guarded(this.parser::getString));
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new JsonNumber(guarded(this.parser::getString));
			case VALUE_TRUE -> JsonLiteral.TRUE;
			case VALUE_FALSE -> JsonLiteral.FALSE;
			case VALUE_NULL -> JsonLiteral.NULL;
			case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
				throw new JsonSyntaxException("a value is missing", position());
		};
	}

	private JsonObject object() {
		LinkedHashMap<String, Json> members = new LinkedHashMap<>();
		while (next() != JsonToken.END_OBJECT) {
			String name = name();
			next();
			members.put(name, value());
		}
		return JsonObject.owning(members);
	}

	private JsonArray array() {
		List<Json> values = new ArrayList<>();
		while (next() != JsonToken.END_ARRAY) {
			values.add(value());
		}
		return new JsonArray(values);
	}

	/**
	 * Passes over the value that the current token begins, to its last token.
	 */
	public void skip() {
		guarded(this.parser::skipChildren);
	}

	/**
	 * Where the current token begins, in bytes.
	 */
	int start() {
		return (int) this.parser.currentTokenLocation().getByteOffset();
	}

	/**
	 * Passes over the value that the current token begins.
	 * @return where it is in the bytes
	 */
	Span span() {
		int start = start();
		boolean object = this.parser.currentToken() == JsonToken.START_OBJECT;
		if (this.parser.currentToken() == JsonToken.VALUE_STRING) {
			guarded(this.parser::getString);
		}
		skip();
		boolean structured = this.parser.currentToken().isStructEnd();
		return new Span(start, structured ? here() : Span.endOfScalar(this.bytes, start), object);
	}

	/**
	 * How many bytes were read; exact behind brackets, braces and strings.
	 */
	int here() {
		return (int) this.parser.currentLocation().getByteOffset();
	}

	public JsonSyntaxException.Position position() {
		return position(this.parser.currentTokenLocation());
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
			throw new JsonSyntaxException("too deep, or a name or number too long", position(ex.getLocation()));
		}
		catch (JacksonException ex) {
			throw new JsonSyntaxException(printable(ex.getOriginalMessage()), position(ex.getLocation()));
		}
	}

	/**
	 * The parser quotes words of the text, and what it says ends up on terminals.
	 */
	private static String printable(String message) {
		String begin = (message.length() > LONGEST_REASON) ? message.substring(0, LONGEST_REASON) + "…" : message;
		return begin.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
	}

	@FunctionalInterface
	private interface Step<T extends @Nullable Object> {

		T take();

	}

}
