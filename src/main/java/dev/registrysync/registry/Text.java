package dev.registrysync.registry;

import java.util.Arrays;

/**
 * Some bytes that never change, kept in memory or elsewhere and read when they are asked
 * for. Safe for use by several threads.
 */
public interface Text {

	/**
	 * Returns how many bytes there are.
	 */
	long length();

	/**
	 * Reads some of the bytes.
	 * @param start the first one
	 * @return the bytes, not always a copy: do not change them
	 */
	byte[] bytes(long start, int length);

	/**
	 * Reads all bytes.
	 * @return the bytes, not always a copy: do not change them
	 */
	default byte[] bytes() {
		return bytes(0, Math.toIntExact(length()));
	}

	/**
	 * Returns a part of the text, which is read from it when it is asked for.
	 * @param end the byte behind its last
	 */
	default Text part(long start, long end) {
		return new Part(this, start, end - start);
	}

	/**
	 * Returns a text in memory.
	 * @param bytes kept, so do not change them
	 */
	static Text of(byte[] bytes) {
		return new InMemory(bytes);
	}

	/**
	 * A text in memory.
	 *
	 * @param all its bytes
	 */
	record InMemory(byte[] all) implements Text {

		@Override
		public long length() {
			return this.all.length;
		}

		@Override
		public byte[] bytes(long start, int length) {
			boolean whole = start == 0 && length == this.all.length;
			return whole ? this.all : Arrays.copyOfRange(this.all, (int) start, (int) start + length);
		}

	}

	/**
	 * A part of a text.
	 *
	 * @param whole the text
	 * @param start where it begins
	 * @param length how many bytes it has
	 */
	record Part(Text whole, long start, long length) implements Text {

		@Override
		public byte[] bytes(long from, int count) {
			return this.whole.bytes(this.start + from, count);
		}

	}

}
