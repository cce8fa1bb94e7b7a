package dev.registrysync.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonVisitor;
import dev.registrysync.registry.TextBytes;

/**
 * Writes JSON in its canonical form (RFC 8785), as UTF-8 bytes, and lists the numbers
 * whose exact value that form does not hold.
 */
final class CanonicalJson implements JsonVisitor {

	private static final int SIZE = 512;

	private final Deque<String> path = new ArrayDeque<>();

	/** Every decimal of so many digits has a double of its own. */
	private static final int DIGITS_OF_A_DOUBLE = 15;

	private final TextBytes out = new TextBytes(SIZE);

	private final StringBuilder exactNumbers = new StringBuilder();

	private CanonicalJson() {
	}

	/**
	 * Returns the RFC 8785 form.
	 * @throws UnsignableContentException if a number is not finite or a string holds half
	 * of a surrogate pair; says where
	 */
	static byte[] bytes(Json value) {
		return written(value).out.toArray();
	}

	/**
	 * Returns the RFC 8785 form, followed by a line for each number whose exact value
	 * differs from that of its text there, in the order of the form: LF, the JSON pointer
	 * (RFC 6901), a space, and the value of {@link JsonNumber#exactText()}. A pointer
	 * that holds a line feed is written as a JSON string, so no two contents share a
	 * text.
	 * @throws UnsignableContentException if a number is not finite or a string holds half
	 * of a surrogate pair; says where
	 */
	static byte[] exactBytes(Json value) {
		CanonicalJson writer = written(value);
		writer.exactNumbers.codePoints().forEach(writer::codePoint);
		return writer.out.toArray();
	}

	private static CanonicalJson written(Json value) {
		CanonicalJson writer = new CanonicalJson();
		value.accept(writer);
		return writer;
	}

	/**
	 * Members sorted by the UTF-16 units of their names (RFC 8785 3.2.3).
	 */
	@Override
	public void visit(JsonObject object) {
		String separator = "";
		this.out.put('{');
		for (Map.Entry<String, Json> member : new TreeMap<>(object.members()).entrySet()) {
			this.out.ascii(separator);
			string(member.getKey());
			this.out.put(':');
			at(member.getKey(), member.getValue());
			separator = ",";
		}
		this.out.put('}');
	}

	@Override
	public void visit(JsonArray array) {
		String separator = "";
		this.out.put('[');
		for (int i = 0; i < array.values().size(); i++) {
			this.out.ascii(separator);
			at(Integer.toString(i), array.values().get(i));
			separator = ",";
		}
		this.out.put(']');
	}

	@Override
	public void visit(JsonString string) {
		string(string.value());
	}

	@Override
	public void visit(JsonNumber number) {
		double value = number.doubleValue();
		if (!Double.isFinite(value)) {
			throw new UnsignableContentException("a number is not finite", pointer());
		}
		String text = Es6Number.format(value);
		this.out.ascii(text);
		if (!isExact(number, value, text)) {
			String pointer = pointer();
			this.exactNumbers.append('\n')
				.append((pointer.indexOf('\n') < 0) ? pointer : new JsonString(pointer))
				.append(' ')
				.append(number.exactText());
		}
	}

	private static boolean isExact(JsonNumber number, double value, String text) {
		boolean few = number.text().length() <= DIGITS_OF_A_DOUBLE && Math.abs(value) >= Double.MIN_NORMAL;
		return few || number.equals(new JsonNumber(text));
	}

	private void codePoint(int c) {
		if (c < 0x80) {
			this.out.put(c);
		}
		else {
			utf8(c);
		}
	}

	@Override
	public void visit(JsonLiteral literal) {
		this.out.ascii(literal.toString());
	}

	private void at(String step, Json value) {
		this.path.addLast(step);
		value.accept(this);
		this.path.removeLast();
	}

	/**
	 * RFC 8785 3.2.2.2.
	 */
	private void string(String value) {
		this.out.put('"');
		int plain = 0;
		int i = 0;
		while (i < value.length()) {
			int c = value.codePointAt(i);
			int next = i + Character.charCount(c);
			if (c >= 0x80) {
				this.out.ascii(value, plain, i);
				utf8(c);
				plain = next;
			}
			else if (c < ' ' || c == '"' || c == '\\') {
				this.out.ascii(value, plain, i);
				this.out.escaped(c);
				plain = next;
			}
			i = next;
		}
		this.out.ascii(value, plain, value.length());
		this.out.put('"');
	}

	private void utf8(int c) {
		if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
			throw new UnsignableContentException("a text holds half of a surrogate pair", pointer());
		}
		if (c < 0x800) {
			this.out.put(0xc0 | (c >> 6));
		}
		else {
			if (c < 0x10000) {
				this.out.put(0xe0 | (c >> 12));
			}
			else {
				this.out.put(0xf0 | (c >> 18));
				continuation(c >> 12);
			}
			continuation(c >> 6);
		}
		continuation(c);
	}

	private void continuation(int bits) {
		this.out.put(0x80 | (bits & 0x3f));
	}

	/**
	 * Where the value at hand, or the object whose member's name is at hand, stands (RFC
	 * 6901).
	 */
	private String pointer() {
		StringBuilder pointer = new StringBuilder();
		Iterator<String> steps = this.path.iterator();
		while (steps.hasNext()) {
			pointer.append('/').append(steps.next().replace("~", "~0").replace("/", "~1"));
		}
		return pointer.toString();
	}

}
