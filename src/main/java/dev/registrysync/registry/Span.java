package dev.registrysync.registry;

import tools.jackson.core.JsonToken;

/**
 * Where a value stands in a text.
 *
 * @param start its first byte
 * @param end the byte behind its last
 * @param first its first token
 */
public record Span(long start, long end, JsonToken first) {

	public boolean isObject() {
		return this.first == JsonToken.START_OBJECT;
	}

	public long length() {
		return this.end - this.start;
	}

	public boolean isArray() {
		return this.first == JsonToken.START_ARRAY;
	}

}
