package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * An entry's text in a document, with what stands before it. Immutable; documents that
 * are made one from the other share the texts that stay.
 */
public final class EntryText {

	private final String name;

	private final @Nullable String defect;

	private final byte[] bytes;

	private final int start;

	private final int value;

	private final Digest digest;

	/**
	 * Makes a text.
	 * @param name the entry's name
	 * @param defect why it is no well-formed entry; null if it is one
	 * @param bytes all from behind the entry before it, or behind the brace, to its end;
	 * kept, so do not change them
	 * @param start the first byte of its name, which is quoted
	 * @param value the first byte of its value
	 */
	EntryText(String name, @Nullable String defect, byte[] bytes, int start, int value) {
		this(name, defect, bytes, start, value, Digest.of(bytes, value, bytes.length));
	}

	private EntryText(String name, @Nullable String defect, byte[] bytes, int start, int value, Digest digest) {
		this.name = name;
		this.defect = defect;
		this.bytes = bytes;
		this.start = start;
		this.value = value;
		this.digest = digest;
	}

	String name() {
		return this.name;
	}

	/**
	 * Why it is no well-formed entry.
	 */
	Optional<String> findDefect() {
		return Optional.ofNullable(this.defect);
	}

	/**
	 * Whether it holds some ASCII text, escapes aside.
	 */
	public boolean mentions(String ascii) {
		return new String(this.bytes, StandardCharsets.ISO_8859_1).contains(ascii);
	}

	int length() {
		return this.bytes.length;
	}

	/**
	 * All of it, with what stands before its name.
	 */
	ByteBuffer whole() {
		return ByteBuffer.wrap(this.bytes);
	}

	/**
	 * The text of the value.
	 */
	ByteBuffer value() {
		return ByteBuffer.wrap(this.bytes, this.value, this.bytes.length - this.value);
	}

	/**
	 * The digest of the value's text: equal if two entries have the same text, whatever
	 * stands before them.
	 */
	public Digest digest() {
		return this.digest;
	}

	/**
	 * Parses the value of a well-formed entry.
	 */
	JsonObject read() {
		return (JsonObject) JsonReader.read(this.bytes,
				new Span(this.value, this.bytes.length, JsonToken.START_OBJECT));
	}

	/**
	 * The same entry without the comma with which its text begins.
	 */
	EntryText first() {
		return new EntryText(this.name, this.defect, Arrays.copyOfRange(this.bytes, 1, this.bytes.length),
				this.start - 1, this.value - 1, this.digest);
	}

	/**
	 * The same entry with what stands before another one.
	 */
	EntryText inPlaceOf(EntryText other) {
		int moved = other.start - this.start;
		byte[] text = Arrays.copyOf(other.bytes, this.bytes.length + moved);
		System.arraycopy(this.bytes, this.start, text, other.start, this.bytes.length - this.start);
		return new EntryText(this.name, this.defect, text, other.start, this.value + moved, this.digest);
	}

	/**
	 * Another entry in the place of this one, with its name as it is spelled here.
	 */
	EntryText replaced(EntryText other) {
		int length = other.bytes.length - other.value;
		byte[] text = Arrays.copyOf(this.bytes, this.value + length);
		System.arraycopy(other.bytes, other.value, text, this.value, length);
		return new EntryText(this.name, null, text, this.start, this.value, other.digest);
	}

}
