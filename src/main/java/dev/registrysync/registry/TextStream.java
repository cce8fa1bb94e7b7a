package dev.registrysync.registry;

import java.io.InputStream;
import java.util.Objects;

/**
 * Reads a part of a text for the parser, a piece at a time and with halves of surrogate
 * pairs replaced. For one thread.
 */
final class TextStream extends InputStream {

	/** As many bytes as are read from the text at once. */
	static final int PIECE = 64 * 1024;

	private final Text text;

	private final long end;

	/** The first byte that was not read yet. */
	private long next;

	private byte[] piece = {};

	private int at;

	private int limit;

	TextStream(Text text, long start, long end) {
		this.text = text;
		this.next = start;
		this.end = end;
	}

	@Override
	public int read() {
		return (this.at < this.limit || fill()) ? this.piece[this.at++] & 0xff : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length == 0) {
			return 0;
		}
		if (this.at == this.limit && !fill()) {
			return -1;
		}
		int read = Math.min(length, this.limit - this.at);
		System.arraycopy(this.piece, this.at, bytes, offset, read);
		this.at += read;
		return read;
	}

	/**
	 * Reads the next piece, which ends between two escapes.
	 * @return false if there is none
	 */
	private boolean fill() {
		if (this.next == this.end) {
			return false;
		}
		int length = (int) Math.min(PIECE + HalfPairs.LONGEST, this.end - this.next);
		HalfPairs.Masked masked = HalfPairs.mask(this.text.bytes(this.next, length), PIECE);
		this.piece = masked.bytes();
		this.at = 0;
		this.limit = masked.length();
		this.next += this.limit;
		return true;
	}

}
