package dev.registrysync.registry;

import java.io.ByteArrayOutputStream;
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

	private final byte[] after;

	private final List<SharedText.Stretch> shared;

	private DocumentDelta(byte[] after, List<SharedText.Stretch> shared) {
		this.after = after;
		this.shared = shared;
	}

	/**
	 * Compares two documents, each entry with that of the same name.
	 */
	public static DocumentDelta between(RegistryDocument before, RegistryDocument after) {
		return new DocumentDelta(after.bytes(), SharedText.of(before, after));
	}

	/**
	 * How many bytes it takes at most.
	 */
	public long size() {
		long copied = this.shared.stream().mapToLong(SharedText.Stretch::length).sum();
		return this.after.length - copied + LINES * (this.shared.size() + 1L);
	}

	/**
	 * The delta as text: a line {@code registry-sync/v1 delta}, then, in the order of the
	 * document, {@code copy START LENGTH} for bytes of the earlier one and
	 * {@code insert LENGTH} with so many bytes and a newline behind it.
	 */
	public byte[] bytes() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		line(out, DeltaReader.HEADER);
		int at = 0;
		for (SharedText.Stretch stretch : this.shared) {
			insert(out, at, stretch.at());
			line(out, DeltaReader.COPY + " " + stretch.start() + " " + stretch.length());
			at = stretch.at() + stretch.length();
		}
		insert(out, at, this.after.length);
		return out.toByteArray();
	}

	private void insert(ByteArrayOutputStream out, int start, int end) {
		if (start < end) {
			line(out, DeltaReader.INSERT + " " + (end - start));
			out.write(this.after, start, end - start);
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

}
