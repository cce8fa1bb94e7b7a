package dev.registrysync.registry;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Writes JSON as Python's {@code json.dump(indent=2)} does: two spaces a level,
 * {@code \\uXXXX} for all that is not ASCII, members in order, no newline at the end.
 * Numbers keep their text.
 */
public final class JsonText implements JsonVisitor {

	private static final int SIZE = 1024;

	private static final int INDENT = 2;

	private final boolean indented;

	private final StringBuilder out = new StringBuilder(SIZE);

	private int depth;

	private JsonText(boolean indented, int depth) {
		this.indented = indented;
		this.depth = depth;
	}

	/**
	 * The text of a value that begins on a line indented by the given number of levels.
	 */
	public static String indented(Json value, int depth) {
		return written(value, true, depth).out.toString();
	}

	/**
	 * The same, which is ASCII, as bytes.
	 */
	static byte[] indentedBytes(Json value, int depth) {
		return bytes(written(value, true, depth));
	}

	/**
	 * A member that begins on a line of its own, with what stands before that line.
	 */
	static byte[] memberBytes(String before, String name, Json value, int depth) {
		JsonText text = named(before, name, depth);
		value.accept(text);
		return bytes(text);
	}

	/**
	 * An entry as it stands in a document behind another one.
	 * @param depth how deep in it entries stand
	 */
	static byte[] entryBytes(EntryId id, JsonObject members, int depth) {
		return memberBytes(",", id.value(), members, depth);
	}

	private static JsonText named(String before, String name, int depth) {
		JsonText text = new JsonText(true, depth);
		text.out.append(before);
		text.line();
		text.name(name);
		return text;
	}

	/**
	 * The text on one line, as {@code json.dumps(separators=(",", ":"))}.
	 */
	public static String compact(Json value) {
		return written(value, false, 0).out.toString();
	}

	/**
	 * The compact text, which is ASCII, as bytes.
	 */
	public static byte[] compactBytes(Json value) {
		return bytes(written(value, false, 0));
	}

	private static JsonText written(Json value, boolean indented, int depth) {
		JsonText text = new JsonText(indented, depth);
		value.accept(text);
		return text;
	}

	private static byte[] bytes(JsonText text) {
		return text.out.toString().getBytes(US_ASCII);
	}

	/**
	 * Appends a UTF-16 unit as JSON escapes it: by a letter if it has one, else by four
	 * hex digits (RFC 8259 7).
	 */
	public static void escape(StringBuilder out, char unit) {
		out.append('\\');
		switch (unit) {
			case '"', '\\' -> out.append(unit);
			case '\n' -> out.append('n');
			case '\r' -> out.append('r');
			case '\t' -> out.append('t');
			case '\f' -> out.append('f');
			case '\b' -> out.append('b');
			default -> out.append('u').append(HexFormat.of().toHexDigits(unit));
		}
	}

	@Override
	public void visit(JsonObject object) {
		Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
		open('{');
		while (members.hasNext()) {
			Map.Entry<String, Json> member = members.next();
			line();
			member(member.getKey(), member.getValue());
			comma(members.hasNext());
		}
		close('}', object.members().isEmpty());
	}

	private void member(String name, Json value) {
		name(name);
		value.accept(this);
	}

	private void name(String name) {
		string(name);
		this.out.append(this.indented ? ": " : ":");
	}

	@Override
	public void visit(JsonArray array) {
		Iterator<Json> values = array.values().iterator();
		open('[');
		while (values.hasNext()) {
			line();
			values.next().accept(this);
			comma(values.hasNext());
		}
		close(']', array.values().isEmpty());
	}

	@Override
	public void visit(JsonString string) {
		string(string.value());
	}

	@Override
	public void visit(JsonNumber number) {
		this.out.append(number.text());
	}

	@Override
	public void visit(JsonLiteral literal) {
		this.out.append(literal.toString());
	}

	private void open(char bracket) {
		this.out.append(bracket);
		this.depth++;
	}

	private void close(char bracket, boolean empty) {
		this.depth--;
		if (!empty) {
			line();
		}
		this.out.append(bracket);
	}

	private void comma(boolean more) {
		if (more) {
			this.out.append(',');
		}
	}

	private void line() {
		if (this.indented) {
			this.out.append('\n');
			this.out.append(" ".repeat(this.depth * INDENT));
		}
	}

	private void string(String value) {
		int plain = 0;
		this.out.append('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < ' ' || c > '~' || c == '"' || c == '\\') {
				this.out.append(value, plain, i);
				escape(this.out, c);
				plain = i + 1;
			}
		}
		this.out.append(value, plain, value.length());
		this.out.append('"');
	}

}
