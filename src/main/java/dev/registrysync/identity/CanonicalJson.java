package dev.registrysync.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.JsonVisitor;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Writes JSON in its canonical form (RFC 8785), as UTF-8 bytes, and lists the numbers
 * whose exact value that form does not hold.
 */
final class CanonicalJson implements JsonVisitor {

	private static final int SIZE = 512;

	private final Deque<String> path = new ArrayDeque<>();

	/** Every decimal of so many digits has a double of its own. */
	private static final int DIGITS_OF_A_DOUBLE = 15;

	private final StringBuilder out = new StringBuilder(SIZE);

	private final StringBuilder exactNumbers = new StringBuilder();

	private CanonicalJson() {
	}

	/**
	 * Returns the RFC 8785 form.
	 * @throws UnsignableContentException if a number is not finite or a string holds half
	 * of a surrogate pair; says where
	 */
	static byte[] bytes(Json value) {
		return written(value).out.toString().getBytes(UTF_8);
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
		return writer.out.append(writer.exactNumbers).toString().getBytes(UTF_8);
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
		this.out.append('{');
		for (Map.Entry<String, Json> member : new TreeMap<>(object.members()).entrySet()) {
			this.out.append(separator);
			string(member.getKey());
			this.out.append(':');
			at(member.getKey(), member.getValue());
			separator = ",";
		}
		this.out.append('}');
	}

	@Override
	public void visit(JsonArray array) {
		String separator = "";
		this.out.append('[');
		for (int i = 0; i < array.values().size(); i++) {
			this.out.append(separator);
			at(Integer.toString(i), array.values().get(i));
			separator = ",";
		}
		this.out.append(']');
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
		this.out.append(text);
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

	@Override
	public void visit(JsonLiteral literal) {
		this.out.append(literal.toString());
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
		this.out.append('"');
		for (int i = 0; i < value.length(); i++) {
			char c = value.charAt(i);
			if (c < ' ' || c == '"' || c == '\\') {
				JsonText.escape(this.out, c);
			}
			else {
				this.out.append(c);
			}
		}
		this.out.append('"');
		if (PersonalMessage.hasHalfOfAPair(value)) {
			throw new UnsignableContentException("a text holds half of a surrogate pair", pointer());
		}
	}

	/**
	 * Where the value at hand, or the object whose member's name is at hand, stands (RFC
	 * 6901).
	 */
	private String pointer() {
		StringBuilder pointer = new StringBuilder();
		this.path.forEach((step) -> pointer.append('/').append(step.replace("~", "~0").replace("/", "~1")));
		return pointer.toString();
	}

}
