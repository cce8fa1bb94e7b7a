package dev.registrysync.registry;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/**
 * Writes JSON as Python's {@code json.dump(indent=2)} does: two spaces a level,
 * {@code \\uXXXX} for all that is not ASCII, members in order, no newline at the end.
 * Numbers keep their text.
 */
public final class JsonText implements JsonVisitor {

	private static final String INDENT = "  ";

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	private final StringBuilder out = new StringBuilder(256);

	private final boolean indented;

	private int depth;

	private JsonText(boolean indented, int depth) {
		this.indented = indented;
		this.depth = depth;
	}

	/**
	 * The text of a value that begins on a line indented by the given number of levels.
	 */
	public static String indented(Json value, int depth) {
		JsonText text = new JsonText(true, depth);
		value.accept(text);
		return text.out.toString();
	}

	/**
	 * The same on one line, as {@code json.dumps(separators=(",", ":"))}.
	 */
	public static String compact(Json value) {
		JsonText text = new JsonText(false, 0);
		value.accept(text);
		return text.out.toString();
	}

	/**
	 * The compact text, which is ASCII, as bytes.
	 */
	public static byte[] compactBytes(Json value) {
		return compact(value).getBytes(StandardCharsets.US_ASCII);
	}

	@Override
	public void visit(JsonObject object) {
		Iterator<Map.Entry<String, Json>> members = object.members().entrySet().iterator();
		open('{');
		while (members.hasNext()) {
			Map.Entry<String, Json> member = members.next();
			line();
			string(member.getKey());
			this.out.append(this.indented ? ": " : ":");
			member.getValue().accept(this);
			comma(members.hasNext());
		}
		close('}', object.members().isEmpty());
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
		this.out.append(literal);
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
			this.out.append('\n').append(INDENT.repeat(this.depth));
		}
	}

	private void string(String value) {
		this.out.append('"');
		int plain = 0;
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < ' ' || c > '~' || c == '"' || c == '\\') {
				this.out.append(value, plain, i);
				escape(c);
				plain = i + 1;
			}
		}
		this.out.append(value, plain, value.length()).append('"');
	}

	private void escape(char c) {
		switch (c) {
			case '"' -> this.out.append("\\\"");
			case '\\' -> this.out.append("\\\\");
			case '\n' -> this.out.append("\\n");
			case '\r' -> this.out.append("\\r");
			case '\t' -> this.out.append("\\t");
			case '\f' -> this.out.append("\\f");
			case '\b' -> this.out.append("\\b");
			default -> unicode(c);
		}
	}

	private void unicode(char c) {
		this.out.append("\\u");
		for (int shift = 12; shift >= 0; shift -= 4) {
			this.out.append(HEX[(c >> shift) & 0xf]);
		}
	}

}
