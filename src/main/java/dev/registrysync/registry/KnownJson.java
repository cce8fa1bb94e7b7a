package dev.registrysync.registry;

import tools.jackson.core.JsonToken;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Finds out where things stand in a text that is known to be JSON, as it was read
 * strictly before, or made of such texts. Of any other it says anything.
 */
final class KnownJson {

	private final byte[] bytes;

	KnownJson(byte[] bytes) {
		this.bytes = bytes;
	}

	/**
	 * The first byte of the whole value, behind a byte order mark.
	 */
	int start() {
		return behindSpace(ByteOrderMark.lengthIn(this.bytes));
	}

	/**
	 * Whether an object begins at that byte.
	 */
	boolean isObject(int start) {
		return start < this.bytes.length && this.bytes[start] == '{';
	}

	/**
	 * Goes through the members of an object.
	 * @param start its first byte
	 * @return the byte behind its last
	 */
	int members(int start, Member member) {
		int at = behindSpace(start + 1);
		while (this.bytes[at] != '}') {
			int end = Span.endOfScalar(this.bytes, at);
			int value = behindSpace(behindSpace(end) + 1);
			at = behindSpace(member.found(name(at, end), at, value));
			if (this.bytes[at] == ',') {
				at = behindSpace(at + 1);
			}
		}
		return at + 1;
	}

	private String name(int start, int end) {
		for (int i = start + 1; i < end - 1; i++) {
			if (this.bytes[i] < 0 || this.bytes[i] == '\\') {
				return ((JsonString) JsonReader.read(this.bytes, start, end)).value();
			}
		}
		return new String(this.bytes, start + 1, end - start - 2, ISO_8859_1);
	}

	/**
	 * The first byte from there on that is no white space.
	 */
	int behindSpace(int start) {
		int at = start;
		while (at < this.bytes.length && this.bytes[at] >= 0 && this.bytes[at] <= ' ') {
			at++;
		}
		return at;
	}

	/**
	 * The value that begins at a byte.
	 */
	Span value(int start) {
		boolean object = isObject(start);
		boolean structured = object || this.bytes[start] == '[';
		return new Span(start, structured ? endOfStructure(start) : Span.endOfScalar(this.bytes, start),
				object ? JsonToken.START_OBJECT : JsonToken.VALUE_NULL);
	}

	private int endOfStructure(int start) {
		int depth = 0;
		int at = start;
		do {
			int next = this.bytes[at++];
			if (next == '"') {
				at = endOfString(at);
			}
			else if (next == '{' || next == '[') {
				depth++;
			}
			else if (next == '}' || next == ']') {
				depth--;
			}
		}
		while (depth > 0);
		return at;
	}

	private int endOfString(int start) {
		int at = start;
		while (this.bytes[at] != '"') {
			at += (this.bytes[at] == '\\') ? 2 : 1;
		}
		return at + 1;
	}

	/**
	 * Hears of members.
	 */
	@FunctionalInterface
	interface Member {

		/**
		 * Hears of one.
		 * @param start the first byte of its name, which is quoted
		 * @param value the first byte of its value
		 * @return the byte behind its value
		 */
		int found(String name, int start, int value);

	}

}
