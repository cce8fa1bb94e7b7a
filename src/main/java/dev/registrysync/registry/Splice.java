package dev.registrysync.registry;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Replaces stretches of a text that do not overlap, and copies the rest.
 */
final class Splice {

	private final byte[] source;

	private final List<Edit> edits = new ArrayList<>();

	Splice(byte[] source) {
		this.source = source;
	}

	void replace(Span span, String text) {
		replace(span.start(), span.end(), text);
	}

	void insert(int at, String text) {
		replace(at, at, text);
	}

	/**
	 * Puts ASCII text in the place of the bytes from start to before end.
	 */
	void replace(int start, int end, String text) {
		this.edits.add(new Edit(start, end, text.getBytes(US_ASCII)));
	}

	byte[] apply() {
		this.edits.sort(Comparator.comparingInt(Edit::start));
		ByteArrayOutputStream out = new ByteArrayOutputStream(this.source.length + 1024);
		int at = 0;
		for (Edit edit : this.edits) {
			out.write(this.source, at, edit.start() - at);
			out.writeBytes(edit.text());
			at = edit.end();
		}
		out.write(this.source, at, this.source.length - at);
		return out.toByteArray();
	}

	private record Edit(int start, int end, byte[] text) {
	}

}
