package dev.registrysync.history;

import java.nio.ByteBuffer;

import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Takes one thing after the other from compact JSON in ASCII of which is known what comes
 * next. Whoever is wrong about that gets an {@link IllegalArgumentException}.
 */
final class PlainText {

	private final byte[] bytes;

	private int at;

	PlainText(byte[] bytes, int at) {
		this.bytes = bytes;
		this.at = at;
	}

	/**
	 * Where the next thing begins.
	 */
	int at() {
		return this.at;
	}

	/**
	 * How many bytes there still are.
	 */
	int left() {
		return this.bytes.length - this.at;
	}

	/**
	 * Passes over some ASCII characters, if they come next.
	 */
	boolean skip(String next) {
		int length = next.length();
		if (length > left()) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (this.bytes[this.at + i] != next.charAt(i)) {
				return false;
			}
		}
		this.at += length;
		return true;
	}

	/**
	 * Passes over some ASCII characters, which have to come next.
	 */
	void expect(String next) {
		if (!skip(next)) {
			throw unexpected();
		}
	}

	/**
	 * The rest of a string and its closing quote.
	 */
	String text() {
		int start = this.at;
		boolean escaped = false;
		while (at(this.at) != '"') {
			escaped |= at(this.at) == '\\';
			this.at += (at(this.at) == '\\') ? 2 : 1;
		}
		this.at++;
		return escaped ? unescaped(start - 1) : new String(this.bytes, start, this.at - 1 - start, ISO_8859_1);
	}

	private byte at(int index) {
		if (index >= this.bytes.length || this.bytes[index] < ' ') {
			throw unexpected();
		}
		return this.bytes[index];
	}

	private String unescaped(int quote) {
		if (JsonReader.read(ByteBuffer.wrap(this.bytes, quote, this.at - quote)) instanceof JsonString string) {
			return string.value();
		}
		throw unexpected();
	}

	/**
	 * A whole number that is not negative.
	 */
	String digits() {
		int start = this.at;
		while (left() > 0 && this.bytes[this.at] >= '0' && this.bytes[this.at] <= '9') {
			this.at++;
		}
		if (this.at == start || (this.bytes[start] == '0' && this.at > start + 1)) {
			throw unexpected();
		}
		return new String(this.bytes, start, this.at - start, ISO_8859_1);
	}

	private IllegalArgumentException unexpected() {
		return new IllegalArgumentException("something else is expected at byte " + this.at);
	}

}
