package dev.registrysync.registry;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What makes one document of another: the stretches of text that it shares with that one,
 * and the text that it has besides.
 */
public final class DocumentDelta {

	/** The most bytes of the lines for a stretch and for the text before it. */
	private static final long LINES = 48;

	private final RegistryDocument after;

	private final List<SharedText.Stretch> shared;

	private DocumentDelta(RegistryDocument after, List<SharedText.Stretch> shared) {
		this.after = after;
		this.shared = shared;
	}

	/**
	 * Compares two documents, each entry with that of the same name.
	 */
	public static DocumentDelta between(RegistryDocument before, RegistryDocument after) {
		return new DocumentDelta(after, SharedText.of(before, after));
	}

	/**
	 * How many bytes it takes at most.
	 */
	public long size() {
		long copied = this.shared.stream().mapToLong(SharedText.Stretch::length).sum();
		return this.after.length() - copied + LINES * (this.shared.size() + 1L);
	}

	/**
	 * The delta as text: a line {@code registry-sync/v1 delta}, then, in the order of the
	 * document, {@code copy START LENGTH} for bytes of the earlier one and
	 * {@code insert LENGTH} with so many bytes and a newline behind it.
	 */
	public byte[] bytes() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		line(out, DeltaReader.HEADER);
		TextWalk text = new TextWalk(this.after.pieces());
		for (SharedText.Stretch stretch : this.shared) {
			insert(out, text, stretch.at());
			line(out, DeltaReader.COPY + " " + stretch.start() + " " + stretch.length());
			text.skipTo(stretch.at() + stretch.length());
		}
		insert(out, text, (int) this.after.length());
		return out.toByteArray();
	}

	private static void insert(ByteArrayOutputStream out, TextWalk text, int end) {
		byte[] inserted = text.takeTo(end);
		if (inserted.length > 0) {
			line(out, DeltaReader.INSERT + " " + inserted.length);
			out.writeBytes(inserted);
			out.write('\n');
		}
	}

	private static void line(ByteArrayOutputStream out, String line) {
		out.writeBytes((line + "\n").getBytes(US_ASCII));
	}

	/**
	 * Makes a document's text.
	 * @param delta what {@link #bytes()} gave
	 * @param before the text of the earlier document
	 * @throws DataFormatException if it is no delta, or one of a longer text
	 */
	public static byte[] apply(byte[] delta, byte[] before) throws DataFormatException {
		return new DeltaReader(delta, before).read();
	}

	/**
	 * Goes through a text from its first byte to its last.
	 */
	private static final class TextWalk {

		private final Iterator<ByteBuffer> pieces;

		private ByteBuffer piece = ByteBuffer.allocate(0);

		private int at;

		private TextWalk(List<ByteBuffer> pieces) {
			this.pieces = pieces.iterator();
		}

		private void skipTo(int end) {
			while (this.at < end) {
				next(end);
			}
		}

		private byte[] takeTo(int end) {
			ByteBuffer taken = ByteBuffer.allocate(end - this.at);
			while (this.at < end) {
				taken.put(next(end));
			}
			return taken.array();
		}

		/**
		 * What comes next, of one piece and at most up to a byte.
		 */
		private ByteBuffer next(int end) {
			if (!this.piece.hasRemaining()) {
				this.piece = this.pieces.next();
			}
			int length = Math.min(this.piece.remaining(), end - this.at);
			ByteBuffer next = this.piece.slice(this.piece.position(), length);
			this.piece.position(this.piece.position() + length);
			this.at += length;
			return next;
		}

	}

}
