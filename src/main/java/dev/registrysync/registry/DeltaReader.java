package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Reads the text of a {@link DocumentDelta}, and puts the document together that it
 * gives.
 */
final class DeltaReader {

	static final String HEADER = "registry-sync/v1 delta";

	static final String COPY = "copy";

	static final String INSERT = "insert";

	private static final Pattern STEP = Pattern
		.compile("(?:%s (?<start>[0-9]{1,10})|%s) (?<length>[0-9]{1,10})".formatted(COPY, INSERT));

	private static final int LONGEST_LINE = 64;

	private static final int LONGEST_DOCUMENT = Integer.MAX_VALUE - 8;

	private final byte[] delta;

	private final byte[] before;

	private int at;

	DeltaReader(byte[] delta, byte[] before) {
		this.delta = delta;
		this.before = before;
	}

	/**
	 * The document's text.
	 * @throws DataFormatException if it is no delta, or not one of the earlier text
	 */
	byte[] read() throws DataFormatException {
		if (!line().equals(HEADER)) {
			throw damaged("it does not begin with \"%s\"".formatted(HEADER));
		}
		List<Piece> pieces = new ArrayList<>();
		long length = 0;
		while (this.at < this.delta.length) {
			Piece piece = piece();
			pieces.add(piece);
			length += piece.length();
		}
		if (length > LONGEST_DOCUMENT) {
			throw damaged("what it gives is too long");
		}
		return joined(pieces, (int) length);
	}

	private Piece piece() throws DataFormatException {
		Matcher step = STEP.matcher(line());
		if (!step.matches()) {
			throw damaged("the line is none of a delta");
		}
		long length = Long.parseLong(step.group("length"));
		String start = step.group("start");
		if (start != null) {
			return piece(this.before, Long.parseLong(start), length);
		}
		Piece text = piece(this.delta, this.at, length);
		this.at += text.length();
		if (!line().isEmpty()) {
			throw damaged("the text does not end where it should");
		}
		return text;
	}

	private Piece piece(byte[] source, long start, long length) throws DataFormatException {
		if (start + length > source.length) {
			throw damaged("it leads behind the end of the text");
		}
		return new Piece(source, (int) start, (int) length);
	}

	/**
	 * Passes over a line.
	 */
	private String line() throws DataFormatException {
		int start = this.at;
		int last = Math.min(this.delta.length, start + LONGEST_LINE);
		for (int end = start; end < last; end++) {
			if (this.delta[end] == '\n') {
				this.at = end + 1;
				return new String(this.delta, start, end - start, ISO_8859_1);
			}
		}
		throw damaged("the line does not end");
	}

	private DataFormatException damaged(String reason) {
		return new DataFormatException("%s, at byte %d".formatted(reason, this.at));
	}

	private static byte[] joined(List<Piece> pieces, int length) {
		byte[] joined = new byte[length];
		int at = 0;
		for (Piece piece : pieces) {
			System.arraycopy(piece.source(), piece.start(), joined, at, piece.length());
			at += piece.length();
		}
		return joined;
	}

	/**
	 * Bytes of one of both texts.
	 */
	private record Piece(byte[] source, int start, int length) {
	}

}
