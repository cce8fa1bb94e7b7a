package dev.registrysync.registry;

import tools.jackson.core.JsonToken;

/**
 * Where a value stands in a text.
 *
 * @param start its first byte
 * @param end the byte behind its last
 * @param first its first token
 */
public record Span(int start, int end, JsonToken first) {

	public boolean isObject() {
		return this.first == JsonToken.START_OBJECT;
	}

	public boolean isArray() {
		return this.first == JsonToken.START_ARRAY;
	}

	/**
	 * The end of the string, number or word that begins at the given byte of a text that
	 * is known to be JSON.
	 */
	static int endOfScalar(byte[] json, int start) {
		int at = start;
		if (json[at] == '"') {
			at++;
			while (json[at] != '"') {
				at += (json[at] == '\\') ? 2 : 1;
			}
			return at + 1;
		}
		while (at < json.length && ",]} \t\r\n".indexOf(json[at]) < 0) {
			at++;
		}
		return at;
	}

}
