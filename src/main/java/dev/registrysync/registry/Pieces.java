package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the pieces of a text where they stand in memory; neighbours in one array are
 * one piece.
 */
final class Pieces {

	private final List<ByteBuffer> pieces = new ArrayList<>();

	private byte[] bytes = {};

	private int start;

	private int end;

	/**
	 * Adds the bytes from start to before end.
	 */
	void add(byte[] source, int from, int to) {
		if (source != this.bytes || from != this.end) {
			keep();
			this.bytes = source;
			this.start = from;
		}
		this.end = to;
	}

	void add(byte[] source) {
		add(source, 0, source.length);
	}

	private void keep() {
		if (this.start < this.end) {
			this.pieces.add(ByteBuffer.wrap(this.bytes, this.start, this.end - this.start));
		}
	}

	/**
	 * All of them; nothing is added any more. Their bytes are no copies: do not change
	 * them.
	 */
	List<ByteBuffer> toList() {
		keep();
		this.start = this.end;
		return this.pieces;
	}

	/**
	 * All bytes in one array, which is a copy.
	 */
	static byte[] joined(List<ByteBuffer> pieces) {
		long length = pieces.stream().mapToLong(ByteBuffer::remaining).sum();
		TextBytes text = new TextBytes(Math.toIntExact(length));
		pieces.forEach(text::append);
		return text.toArray();
	}

}
