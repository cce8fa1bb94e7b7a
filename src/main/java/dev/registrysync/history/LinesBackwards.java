package dev.registrysync.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Finds the lines of a file from its end to its beginning. Only a piece of the file is in
 * memory, however long a line is.
 */
final class LinesBackwards {

	private static final int PIECE = 1 << 16;

	private final SeekableByteChannel file;

	/** The last line that was not returned yet ends before this position. */
	private long end;

	private byte[] piece = new byte[0];

	private long pieceStart;

	/**
	 * Begins with the line that ends at a position.
	 * @param end just behind its newline
	 */
	LinesBackwards(SeekableByteChannel file, long end) {
		this.file = file;
		this.end = end;
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
		long start = newline;
		while (start > 0 && at(start - 1) != '\n') {
			start--;
		}
		this.end = start;
		return Optional.of(new Line(start, newline));
	}

	private byte at(long position) throws IOException {
		if (position < this.pieceStart) {
			long from = Math.max(0, position + 1 - PIECE);
			this.piece = read(from, (int) (position + 1 - from));
			this.pieceStart = from;
		}
		return this.piece[(int) (position - this.pieceStart)];
	}

	private byte[] read(long from, int length) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocate(length);
		this.file.position(from);
		while (buffer.hasRemaining()) {
			if (this.file.read(buffer) < 0) {
				throw new IOException("the file became shorter");
			}
		}
		return buffer.array();
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
