package dev.registrysync.registry;

import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON as Python's {@code json.dump(indent=2)} does: two spaces a level,
 * {@code \\uXXXX} for all that is not ASCII, members in order, no newline at the end.
 * Numbers keep their text.
 */
public final class JsonText implements JsonVisitor {

	private static final int SIZE = 1024;

	private static final int INDENT = 2;

	private final boolean indented;

	private final TextBytes out = new TextBytes(SIZE);

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
		return written(value, true, depth).out.toArray();
	}

	/**
	 * A member that begins on a line of its own, with what stands before that line.
	 */
	static byte[] memberBytes(String before, String name, Json value, int depth) {
		JsonText text = named(before, name, depth);
		value.accept(text);
		return text.out.toArray();
	}

	/**
	 * An entry as it stands in a document behind another one.
	 * @param depth how deep in it entries stand
	 */
	static EntryText entry(EntryId id, JsonObject members, int depth) {
		JsonText text = named(",", id.value(), depth);
		int value = text.out.length();
		members.accept(text);
		byte[] bytes = text.out.toArray();
		return new EntryText(id, bytes, 0, ",\n".length() + depth * INDENT, value, bytes.length);
	}

	private static JsonText named(String before, String name, int depth) {
		JsonText text = new JsonText(true, depth);
		text.out.ascii(before);
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
		return written(value, false, 0).out.toArray();
	}

	private static JsonText written(Json value, boolean indented, int depth) {
		JsonText text = new JsonText(indented, depth);
		value.accept(text);
		return text;
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
		this.out.ascii(this.indented ? ": " : ":");
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
		this.out.ascii(number.text());
	}

	@Override
	public void visit(JsonLiteral literal) {
		this.out.ascii(literal.toString());
	}

	private void open(char bracket) {
		this.out.put(bracket);
		this.depth++;
	}

	private void close(char bracket, boolean empty) {
		this.depth--;
		if (!empty) {
			line();
		}
		this.out.put(bracket);
	}

	private void comma(boolean more) {
		if (more) {
			this.out.put(',');
		}
	}

	private void line() {
		if (this.indented) {
			this.out.put('\n');
			this.out.fill(' ', this.depth * INDENT);
		}
	}

	private void string(String value) {
		int plain = 0;
		this.out.put('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < ' ' || c > '~' || c == '"' || c == '\\') {
				this.out.ascii(value, plain, i);
				this.out.escaped(c);
				plain = i + 1;
			}
		}
		this.out.ascii(value, plain, value.length());
		this.out.put('"');
	}

}
