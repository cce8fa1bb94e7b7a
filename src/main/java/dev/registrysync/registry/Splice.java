package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Replaces stretches of a text that do not overlap, and copies the rest.
 */
final class Splice {

	private final byte[] source;

	private final List<Edit> edits = new ArrayList<>();

	Splice(byte[] source) {
		this.source = source;
	}

	/**
	 * Puts text before a byte, and behind what was put there earlier.
	 */
	void insert(int at, byte[] text) {
		replace(at, at, text);
	}

	/**
	 * Puts text in the place of the bytes from start to before end.
	 */
	void replace(int start, int end, byte[] text) {
		this.edits.add(new Edit(start, end, text));
	}

	byte[] apply() {
		this.edits.sort(Comparator.comparingInt(Edit::start));
		TextBytes out = new TextBytes(size());
		int at = 0;
		for (Edit edit : this.edits) {
			out.append(this.source, at, edit.start());
			out.append(edit.text(), 0, edit.text().length);
			at = edit.end();
		}
		out.append(this.source, at, this.source.length);
		return out.toArray();
	}

	private int size() {
		int size = this.source.length;
		for (Edit edit : this.edits) {
			size += edit.text().length - (edit.end() - edit.start());
		}
		return size;
	}

	private record Edit(int start, int end, byte[] text) {
	}

}
