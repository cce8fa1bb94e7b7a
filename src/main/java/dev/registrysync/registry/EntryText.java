package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * An entry's text in a document, with what stands before it. Documents that were made one
 * from the other share it for as long as it is the same, so that neither it nor what was
 * found out about it is there twice. It is only itself: a text that comes back after
 * another one is a new one.
 */
public class EntryText extends MemberText {

	private final @Nullable EntryId id;

	private final int begin;

	/** Stands for the value, wherever it is in memory. */
	private final Object identity;

	/**
	 * What an {@link EntryMemo} found out about the value: it lives as long as the text.
	 */
	volatile EntryMemo.@Nullable Answer<?> answer;

	/**
	 * Points it out.
	 * @param id null if it is no well-formed entry
	 * @param bytes not a copy: do not change it
	 * @param begin the first byte behind the entry before it, or behind the brace
	 * @param name the first byte of its name, which is quoted
	 * @param value the first byte of its value
	 * @param end the byte behind its last
	 */
	EntryText(@Nullable EntryId id, byte[] bytes, int begin, int name, int value, int end) {
		this(id, bytes, begin, name, value, end, new Object());
	}

	private EntryText(@Nullable EntryId id, byte[] bytes, int begin, int name, int value, int end, Object identity) {
		super(bytes, name, value, end);
		this.id = id;
		this.begin = begin;
		this.identity = identity;
	}

	final @Nullable EntryId id() {
		return this.id;
	}

	/**
	 * The same object for the same value of the entry, for as long as it stays: who
	 * remembers it does not hold the text in memory.
	 */
	public final Object identity() {
		return this.identity;
	}

	/**
	 * Whether both entries have the same text, whatever stands before them.
	 */
	public final boolean isSameEntry(EntryText other) {
		return this.identity == other.identity || hasValueOf(other);
	}

	/**
	 * What it is called in the document.
	 */
	String named() {
		return String.valueOf(this.id);
	}

	/**
	 * The first byte of what stands before its name.
	 */
	final int begin() {
		return this.begin;
	}

	final int length() {
		return end() - this.begin;
	}

	/**
	 * All of it, with what stands before its name.
	 */
	final ByteBuffer whole() {
		return ByteBuffer.wrap(bytes(), this.begin, length());
	}

	/**
	 * Whether its array has much else.
	 */
	final boolean isPart() {
		return bytes().length > 2L * length();
	}

	/**
	 * Whether both are the same to the byte, with what stands before them.
	 */
	final boolean isSame(EntryText other) {
		return this == other || Arrays.equals(bytes(), this.begin, end(), other.bytes(), other.begin(), other.end());
	}

	/**
	 * The same text in an array of its own.
	 */
	final EntryText alone() {
		return moved(Arrays.copyOfRange(bytes(), this.begin, end()), 0, -this.begin);
	}

	/**
	 * The same entry without the comma with which its text begins.
	 */
	final EntryText first() {
		return moved(bytes(), this.begin + 1, 0);
	}

	/**
	 * The same entry with what stands before another one.
	 */
	final EntryText inPlaceOf(EntryText other) {
		int before = other.start() - other.begin();
		TextBytes text = new TextBytes(before + end() - start());
		text.append(other.bytes(), other.begin(), other.start());
		text.append(text());
		return moved(text.toArray(), 0, before - start());
	}

	/**
	 * The same entry in another array.
	 * @param from where it begins there
	 * @param by how much farther its name and its value stand there
	 */
	final EntryText moved(byte[] array, int from, int by) {
		EntryText same = pointedOut(array, from, start() + by, valueStart() + by, end() + by, this.identity);
		same.answer = this.answer;
		return same;
	}

	/**
	 * The same text, with all that is known of another one that has the same value.
	 */
	final EntryText toldLike(EntryText other) {
		EntryText same = pointedOut(bytes(), this.begin, start(), valueStart(), end(), other.identity);
		same.answer = other.answer;
		return same;
	}

	EntryText pointedOut(byte[] array, int from, int name, int value, int end, Object known) {
		return new EntryText(this.id, array, from, name, value, end, known);
	}

	/**
	 * Another entry in the place of this one, with its name as it is spelled here.
	 */
	final EntryText replaced(WrittenEntry entry) {
		int before = valueStart() - this.begin;
		TextBytes text = new TextBytes(before + entry.text().value().remaining());
		text.append(bytes(), this.begin, valueStart());
		text.append(entry.text().value());
		return new EntryText(entry.ref().id(), text.toArray(), 0, start() - this.begin, before, text.length());
	}

	/**
	 * What the document has in the place of an entry, and is none.
	 */
	static final class Malformed extends EntryText {

		private final String name;

		private final String reason;

		Malformed(String name, String reason, byte[] bytes, int begin, int start, int value, int end) {
			super(null, bytes, begin, start, value, end);
			this.name = name;
			this.reason = reason;
		}

		@Override
		String named() {
			return this.name;
		}

		String reason() {
			return this.reason;
		}

		@Override
		EntryText pointedOut(byte[] array, int from, int start, int value, int end, Object known) {
			return new Malformed(this.name, this.reason, array, from, start, value, end);
		}

	}

}
