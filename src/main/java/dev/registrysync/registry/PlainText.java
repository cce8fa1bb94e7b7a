package dev.registrysync.registry;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Takes one thing after the other from compact JSON in ASCII of which is known what comes
 * next. Whoever is wrong about that gets an {@link IllegalArgumentException}. What is
 * read is made of the bytes themselves: texts in between would cost more than all else.
 */
public final class PlainText {

	private static final Kind[] KINDS = Kind.values();

	private static final byte NO_DIGIT = -1;

	private static final byte[] LOWER_CASE_DIGITS = digits("0123456789abcdef");

	private static final byte[] DIGITS = digits("0123456789abcdef0123456789ABCDEF");

	/** A number of so many digits fits into a long. */
	private static final int MOST_DIGITS = 18;

	private final byte[] bytes;

	private final int end;

	private int at;

	/**
	 * Begins at one byte, and takes nothing from another one on.
	 */
	public PlainText(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.at = start;
		this.end = end;
	}

	private static byte[] digits(String all) {
		byte[] values = new byte[1 << Byte.SIZE];
		Arrays.fill(values, NO_DIGIT);
		for (int i = 0; i < all.length(); i++) {
			values[all.charAt(i)] = (byte) (i % 16);
		}
		return values;
	}

	/**
	 * Where the next thing begins.
	 */
	public int at() {
		return this.at;
	}

	/**
	 * How many bytes there still are.
	 */
	public int left() {
		return this.end - this.at;
	}

	/**
	 * Passes over some characters, if they come next.
	 */
	public boolean skip(byte[] next) {
		if (next.length > left()) {
			return false;
		}
		for (int i = 0; i < next.length; i++) {
			if (this.bytes[this.at + i] != next[i]) {
				return false;
			}
		}
		this.at += next.length;
		return true;
	}

	/**
	 * Passes over some characters, which have to come next.
	 */
	public void expect(byte[] next) {
		if (!skip(next)) {
			throw unexpected();
		}
	}

	/**
	 * Passes over the rest of a string and its closing quote, if it is this text and
	 * needs no escape.
	 */
	public boolean skipText(String text) {
		int length = text.length();
		if (length >= left() || this.bytes[this.at + length] != '"') {
			return false;
		}
		for (int i = 0; i < length; i++) {
			byte next = this.bytes[this.at + i];
			if (next != text.charAt(i) || next == '"' || next == '\\') {
				return false;
			}
		}
		this.at += length + 1;
		return true;
	}

	/**
	 * The rest of a string, whose opening quote was the last thing, and its closing
	 * quote.
	 */
	public String text() {
		int start = this.at;
		int quote = start;
		boolean escaped = false;
		for (byte next = at(quote); next != '"'; next = at(quote)) {
			escaped |= next == '\\';
			quote += (next == '\\') ? 2 : 1;
		}
		this.at = quote + 1;
		return escaped ? unescaped(start - 1) : new String(this.bytes, start, quote - start, ISO_8859_1);
	}

	private byte at(int index) {
		if (index >= this.end || this.bytes[index] < ' ') {
			throw unexpected();
		}
		return this.bytes[index];
	}

	private String unescaped(int quote) {
		try {
			return ((JsonString) JsonReader
				.read(Arrays.copyOfRange(this.bytes, quote, this.at))).value();
		}
		catch (JsonSyntaxException ex) {
			throw unexpected();
		}
	}

	/**
	 * The rest of a string that names a kind, and its closing quote.
	 */
	public Kind kind() {
		for (Kind kind : KINDS) {
			if (skipText(kind.plural())) {
				return kind;
			}
		}
		throw unexpected();
	}

	/**
	 * A whole number that is not negative.
	 */
	public long number() {
		int start = this.at;
		long number = 0;
		while (left() > 0 && this.bytes[this.at] >= '0' && this.bytes[this.at] <= '9') {
			number = 10 * number + this.bytes[this.at] - '0';
			this.at++;
		}
		int length = this.at - start;
		if (length == 0 || length > MOST_DIGITS || (this.bytes[start] == '0' && length > 1)) {
			throw unexpected();
		}
		return number;
	}

	/**
	 * A whole number that is not negative and an int.
	 */
	public int smallNumber() {
		long number = number();
		if (number > Integer.MAX_VALUE) {
			throw unexpected();
		}
		return (int) number;
	}

	/**
	 * What some hex digits mean, whatever their case.
	 * @param digits 16 at most
	 */
	public long hex(int digits) {
		return hex(digits, DIGITS);
	}

	/**
	 * What some hex digits mean, letters in lower case.
	 * @param digits 16 at most
	 */
	public long lowerCaseHex(int digits) {
		return hex(digits, LOWER_CASE_DIGITS);
	}

	private long hex(int digits, byte[] values) {
		if (digits > left()) {
			throw unexpected();
		}
		long number = 0;
		int all = 0;
		for (int i = this.at; i < this.at + digits; i++) {
			int digit = values[this.bytes[i] & 0xff];
			all |= digit;
			number = (number << 4) | digit;
		}
		if (all < 0) {
			throw unexpected();
		}
		this.at += digits;
		return number;
	}

	/**
	 * The bytes that hex digits mean, letters in lower case.
	 */
	public byte[] lowerCaseHexBytes(int length) {
		if (2 * length > left()) {
			throw unexpected();
		}
		byte[] read = new byte[length];
		int all = 0;
		for (int i = 0; i < length; i++) {
			int value = LOWER_CASE_DIGITS[this.bytes[this.at + 2 * i] & 0xff] << 4
					| LOWER_CASE_DIGITS[this.bytes[this.at + 2 * i + 1] & 0xff];
			all |= value;
			read[i] = (byte) value;
		}
		if (all < 0) {
			throw unexpected();
		}
		this.at += 2 * length;
		return read;
	}

	private IllegalArgumentException unexpected() {
		return new IllegalArgumentException("something else is expected at byte " + this.at);
	}

}
