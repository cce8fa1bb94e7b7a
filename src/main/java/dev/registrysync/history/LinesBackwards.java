package dev.registrysync.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the lines of a file from its end to its beginning. Only a piece of the file is in
 * memory, however long a line is.
 */
final class LinesBackwards {

	static final int PIECE = 1 << 16;

	private final SeekableByteChannel file;

	private final LongLines longLines;

	/** The last line that was not returned yet ends before this position. */
	private long end;

	private final byte[] piece;

	private long pieceStart;

	/**
	 * Begins with the line that ends at a position.
	 * @param end just behind its newline
	 * @param longLines those that need not be looked through
	 */
	LinesBackwards(SeekableByteChannel file, long end, LongLines longLines) {
		this.file = file;
		this.longLines = longLines;
		this.end = end;
		this.piece = new byte[(int) Math.min(PIECE, Math.max(0, end))];
		this.pieceStart = end;
	}

	/**
	 * The line before the one that was returned last.
	 */
	Optional<Line> previous() throws IOException {
		if (this.end <= 0) {
			return Optional.empty();
		}
		long newline = this.end - 1;
		OptionalLong known = this.longLines.findStart(newline);
		this.end = known.isPresent() ? known.getAsLong() : start(newline);
		return Optional.of(new Line(this.end, newline));
	}

	/**
	 * Where the line begins that ends at a newline.
	 */
	private long start(long newline) throws IOException {
		long start = newline;
		while (start > 0) {
			load(start - 1);
			int behind = behindNewline((int) (start - this.pieceStart));
			start = this.pieceStart + behind;
			if (behind > 0) {
				return start;
			}
		}
		return start;
	}

	/**
	 * Makes sure that the byte at a position is in memory.
	 */
	private void load(long position) throws IOException {
		if (position < this.pieceStart) {
			long from = Math.max(0, position + 1 - PIECE);
			fill(from, ByteBuffer.wrap(this.piece, 0, (int) (position + 1 - from)));
			this.pieceStart = from;
		}
	}

	/**
	 * The place behind the last newline of the piece that ends before one of its places;
	 * 0 if there is none.
	 */
	private int behindNewline(int end) {
		int behind = end;
		while (behind > 0 && this.piece[behind - 1] != '\n') {
			behind--;
		}
		return behind;
	}

	private byte[] read(long from, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length);
		fill(from, buffer);
		return buffer.array();
	}

	private void fill(long from, ByteBuffer buffer) throws IOException {
		this.file.position(from);
		while (buffer.hasRemaining()) {
			if (this.file.read(buffer) < 0) {
				throw new IOException("the file became shorter");
			}
		}
	}

	/**
	 * The line's bytes without the newline.
	 */
	byte[] read(Line line) throws IOException {
		return read(line.start(), Math.toIntExact(line.end() - line.start()));
	}

	/**
	 * How the line begins.
	 * @param length so many bytes, or fewer if the line is shorter
	 */
	byte[] head(Line line, int length) throws IOException {
		return read(line.start(), (int) Math.min(length, line.end() - line.start()));
	}

	/**
	 * Where a line is in the file.
	 *
	 * @param start its first byte
	 * @param end its newline
	 */
	record Line(long start, long end) {
	}

}
