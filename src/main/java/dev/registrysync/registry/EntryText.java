package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * An entry's text in a document, with what stands before it, read when it is asked for.
 * Documents that are made one from the other share the texts that stay.
 */
public final class EntryText {

	private final String name;

	private final @Nullable String defect;

	private final @Nullable EntryId id;

	private final Digest digest;

	private volatile Text text;

	/**
	 * Makes a text.
	 * @param name the entry's name
	 * @param defect why it is no well-formed entry; null if it is one
	 * @param text all from behind the entry before it, or behind the brace, to its end
	 * @param digest the digest of that
	 */
	EntryText(String name, @Nullable String defect, Text text, Digest digest) {
		this(name, defect, (defect == null) ? new EntryId(name) : null, text, digest);
	}

	private EntryText(String name, @Nullable String defect, @Nullable EntryId id, Text text, Digest digest) {
		this.name = (id != null) ? id.value() : name;
		this.defect = defect;
		this.id = id;
		this.text = text;
		this.digest = digest;
	}

	/**
	 * Makes the text of a well-formed entry that is stored elsewhere.
	 * @param text all from behind the entry before it, or behind the brace, to its end
	 * @param digest the digest of that
	 */
	public static EntryText of(EntryId id, Text text, Digest digest) {
		return new EntryText(id.value(), null, id, text, digest);
	}

	private EntryText with(@Nullable String otherDefect, byte[] bytes) {
		@Nullable EntryId same = (otherDefect == null && this.id == null) ? new EntryId(this.name) : this.id;
		return new EntryText(this.name, otherDefect, same, Text.of(bytes), Digest.of(bytes));
	}

	String name() {
		return this.name;
	}

	/**
	 * Returns the entry's id; null if it is no well-formed entry.
	 */
	@Nullable EntryId id() {
		return this.id;
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
		return new String(bytes(), StandardCharsets.ISO_8859_1).contains(ascii);
	}

	/**
	 * All of it, with what stands before its name.
	 */
	Text text() {
		return this.text;
	}

	public long length() {
		return this.text.length();
	}

	/**
	 * Reads all of it, with what stands before its name; do not change it.
	 */
	public byte[] bytes() {
		return this.text.bytes();
	}

	/**
	 * Whether it is a part of a text of at least so many bytes.
	 */
	boolean isPartOf(long bytes) {
		return this.text instanceof Text.Part part && part.whole().length() >= bytes;
	}

	/**
	 * Reads the text from elsewhere from now on.
	 * @param stored the same bytes
	 */
	void moveTo(Text stored) {
		this.text = stored;
	}

	/**
	 * Keeps the text in a store.
	 */
	EntryText keptIn(TextStore store) {
		return new EntryText(this.name, this.defect, this.id, store.keep(bytes()), this.digest);
	}

	/**
	 * The text of the value.
	 */
	ByteBuffer value() {
		byte[] bytes = bytes();
		int value = value(bytes);
		return ByteBuffer.wrap(bytes, value, bytes.length - value);
	}

	/**
	 * The digest of all of it, with what stands before its name.
	 */
	public Digest digest() {
		return this.digest;
	}

	/**
	 * Parses the value of a well-formed entry.
	 */
	JsonObject read() {
		byte[] bytes = bytes();
		return (JsonObject) JsonReader.read(Text.of(bytes),
				new Span(value(bytes), bytes.length, JsonToken.START_OBJECT));
	}

	/**
	 * Returns where the name begins, which is quoted: a comma and white space at most
	 * stand before it.
	 */
	private static int name(byte[] bytes) {
		int name = 0;
		while (bytes[name] != '"') {
			name++;
		}
		return name;
	}

	/**
	 * Returns where the value begins.
	 */
	private static int value(byte[] bytes) {
		int at = name(bytes) + 1;
		while (bytes[at] != '"') {
			at += (bytes[at] == '\\') ? 2 : 1;
		}
		do {
			at++;
		}
		while (": \t\r\n".indexOf(bytes[at]) >= 0);
		return at;
	}

	/**
	 * The same entry without the comma with which its text begins.
	 */
	EntryText first() {
		byte[] bytes = bytes();
		return with(this.defect, Arrays.copyOfRange(bytes, 1, bytes.length));
	}

	/**
	 * The same entry with what stands before another one.
	 */
	EntryText inPlaceOf(EntryText other) {
		byte[] bytes = bytes();
		byte[] place = other.bytes();
		return with(this.defect, joined(place, name(place), bytes, name(bytes)));
	}

	/**
	 * Another entry in the place of this one, with its name as it is spelled here.
	 */
	EntryText replaced(EntryText other) {
		byte[] place = bytes();
		byte[] bytes = other.bytes();
		int end = value(place);
		int start = value(bytes);
		boolean same = Arrays.equals(place, 0, end, bytes, 0, start);
		return same ? other : with(null, joined(place, end, bytes, start));
	}

	private static byte[] joined(byte[] begin, int end, byte[] rest, int start) {
		byte[] joined = Arrays.copyOf(begin, end + rest.length - start);
		System.arraycopy(rest, start, joined, end, rest.length - start);
		return joined;
	}

}
