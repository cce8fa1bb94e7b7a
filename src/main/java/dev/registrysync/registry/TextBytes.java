package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.Arrays;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Text as it grows, in bytes.
 */
public final class TextBytes {

	private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

	private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

	private byte[] bytes;

	private int length;

	/**
	 * Begins a text.
	 * @param size about how many bytes it will have
	 */
	public TextBytes(int size) {
		this.bytes = new byte[Math.max(1, size)];
	}

	/**
	 * How many bytes it has.
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Adds a byte, given as the character or the eight bits of it.
	 */
	public void put(int value) {
		if (this.length == this.bytes.length) {
			grow(1);
		}
		this.bytes[this.length++] = (byte) value;
	}

	/**
	 * Adds some bytes of the same value.
	 */
	public void fill(char value, int count) {
		ensure(count);
		Arrays.fill(this.bytes, this.length, this.length + count, (byte) value);
		this.length += count;
	}

	/**
	 * Adds a text that is ASCII.
	 */
	public void ascii(String text) {
		ascii(text, 0, text.length());
	}

	/**
	 * Adds a part of a text that is ASCII there.
	 */
	@SuppressWarnings("deprecation") // it drops the upper half of each character: 0 here
	public void ascii(String text, int start, int end) {
		ensure(end - start);
		text.getBytes(start, end, this.bytes, this.length);
		this.length += end - start;
	}

	/**
	 * Adds a UTF-16 unit as JSON escapes it: by a letter if it has one, else by four hex
	 * digits (RFC 8259 7).
	 */
	public void escaped(int unit) {
		put('\\');
		switch (unit) {
			case '"', '\\' -> put(unit);
			case '\n' -> put('n');
			case '\r' -> put('r');
			case '\t' -> put('t');
			case '\f' -> put('f');
			case '\b' -> put('b');
			default -> hex(unit);
		}
	}

	private void hex(int unit) {
		put('u');
		for (int shift = 12; shift >= 0; shift -= 4) {
			put(HEX[(unit >> shift) & 0xf]);
		}
	}

	/**
	 * Adds the bytes of another text from start to before end.
	 */
	public void append(byte[] source, int start, int end) {
		ensure(end - start);
		System.arraycopy(source, start, this.bytes, this.length, end - start);
		this.length += end - start;
	}

	/**
	 * Adds what a buffer has left.
	 */
	public void append(ByteBuffer source) {
		int more = source.remaining();
		ensure(more);
		source.get(this.bytes, this.length, more);
		this.length += more;
	}

	private void ensure(int more) {
		if (more > this.bytes.length - this.length) {
			grow(more);
		}
	}

	private void grow(int more) {
		int needed = Math.addExact(this.length, more);
		this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, (int) Math.min(LARGEST_ARRAY, this.bytes.length * 2L)));
	}

	/**
	 * All of it. Not a copy if its size was known: then add nothing any more.
	 */
	public byte[] toArray() {
		return (this.length == this.bytes.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
	}

	/**
	 * All of it, which has to be ASCII, as characters.
	 */
	@Override
	public String toString() {
		return new String(this.bytes, 0, this.length, US_ASCII);
	}

}
