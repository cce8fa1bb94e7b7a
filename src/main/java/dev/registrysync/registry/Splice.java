package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Replaces stretches of a text that do not overlap, and copies the rest.
 */
final class Splice {

	private final byte[] source;

	private final List<Edit> edits = new ArrayList<>();

	Splice(byte[] source) {
		this.source = source;
	}

	void replace(Place place, byte[] text) {
		replace(place.start(), place.end(), text);
	}

	void replace(Span span, byte[] text) {
		replace(span.start(), span.end(), text);
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

	/**
	 * Tells where bytes of the old text stand in the new one. A byte is moved by each
	 * stretch that ends before it or right at it.
	 */
	IntUnaryOperator shift() {
		sort();
		int[] ends = new int[this.edits.size()];
		int[] moved = new int[ends.length + 1];
		for (int i = 0; i < ends.length; i++) {
			Edit edit = this.edits.get(i);
			ends[i] = edit.end();
			moved[i + 1] = moved[i] + edit.text().length - (edit.end() - edit.start());
		}
		return (position) -> {
			int found = Arrays.binarySearch(ends, position + 1);
			return position + moved[(found < 0) ? -found - 1 : firstOf(ends, found)];
		};
	}

	private static int firstOf(int[] ends, int found) {
		int first = found;
		while (first > 0 && ends[first - 1] == ends[found]) {
			first--;
		}
		return first;
	}

	private void sort() {
		this.edits.sort(Comparator.comparingInt(Edit::start));
	}

	byte[] apply() {
		sort();
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
		long size = this.source.length;
		for (Edit edit : this.edits) {
			size += edit.text().length - (edit.end() - edit.start());
		}
		return Math.toIntExact(size);
	}

	private record Edit(int start, int end, byte[] text) {
	}

}
