package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A member of a JSON object as it stands in memory: its quoted name, and its value. It is
 * a part of a longer text, or has an array of its own.
 */
class MemberText {

	private final byte[] bytes;

	private final int name;

	private final int value;

	private final int end;

	/**
	 * Points it out.
	 * @param bytes not a copy: do not change it
	 * @param name the first byte of its name, which is quoted
	 * @param value the first byte of its value
	 * @param end the byte behind its last
	 */
	MemberText(byte[] bytes, int name, int value, int end) {
		this.bytes = bytes;
		this.name = name;
		this.value = value;
		this.end = end;
	}

	final byte[] bytes() {
		return this.bytes;
	}

	/**
	 * The first byte of its name.
	 */
	final int start() {
		return this.name;
	}

	/**
	 * The first byte of its value.
	 */
	final int valueStart() {
		return this.value;
	}

	final int end() {
		return this.end;
	}

	/**
	 * Its name and its value, with what stands between them.
	 */
	final ByteBuffer text() {
		return ByteBuffer.wrap(this.bytes, this.name, this.end - this.name);
	}

	final ByteBuffer value() {
		return ByteBuffer.wrap(this.bytes, this.value, this.end - this.value);
	}

	/**
	 * Parses its value, which has to be an object.
	 */
	final JsonObject read() {
		return (JsonObject) JsonReader.read(this.bytes, this.value, this.end);
	}

	/**
	 * Whether both have the same value, to the byte.
	 */
	final boolean hasValueOf(MemberText other) {
		return this == other || Arrays.equals(this.bytes, this.value, this.end, other.bytes, other.value, other.end);
	}

}
