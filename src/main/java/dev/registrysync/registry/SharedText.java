package dev.registrysync.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the text that a document shares with an earlier one. Each entry, with what stands
 * before it, is compared with that of the same name; the bytes with which both begin and
 * with which both end are shared.
 */
final class SharedText {

	/** To say where a shorter text stands would take as much room as the text. */
	private static final int SHORTEST = 32;

	private final byte[] before;

	private final byte[] after;

	private final List<Stretch> found = new ArrayList<>();

	private Stretch last = new Stretch(0, 0, 0);

	private SharedText(byte[] before, byte[] after) {
		this.before = before;
		this.after = after;
	}

	/**
	 * The stretches, in the order of the later document; no two neighbours could be one.
	 */
	static List<Stretch> of(RegistryDocument before, RegistryDocument after) {
		SharedText shared = new SharedText(before.bytes(), after.bytes());
		shared.compare(before.places(), after.places());
		shared.keepLast();
		return shared.found;
	}

	private void compare(Map<String, Place> earlier, Map<String, Place> later) {
		Map<String, Piece> pieces = new HashMap<>();
		int end = 0;
		for (Map.Entry<String, Place> entry : earlier.entrySet()) {
			Piece piece = new Piece(end, entry.getValue().end());
			pieces.put(entry.getKey(), piece);
			end = piece.end();
		}
		Piece rest = new Piece(end, this.before.length);
		int start = 0;
		for (Map.Entry<String, Place> entry : later.entrySet()) {
			Piece piece = new Piece(start, entry.getValue().end());
			compare(pieces.getOrDefault(entry.getKey(), Piece.NONE), piece);
			start = piece.end();
		}
		compare(rest, new Piece(start, this.after.length));
	}

	private void compare(Piece earlier, Piece later) {
		int most = Math.min(earlier.length(), later.length());
		int mismatch = Arrays.mismatch(this.before, earlier.start(), earlier.start() + most, this.after, later.start(),
				later.start() + most);
		int begin = (mismatch < 0) ? most : mismatch;
		add(new Stretch(later.start(), earlier.start(), begin));
		int end = 0;
		while (begin + end < most && this.before[earlier.end() - 1 - end] == this.after[later.end() - 1 - end]) {
			end++;
		}
		add(new Stretch(later.end() - end, earlier.end() - end, end));
	}

	private void add(Stretch next) {
		if (this.last.isFollowedBy(next)) {
			this.last = new Stretch(this.last.at(), this.last.start(), this.last.length() + next.length());
		}
		else if (next.length() > 0) {
			keepLast();
			this.last = next;
		}
	}

	private void keepLast() {
		if (this.last.length() >= SHORTEST) {
			this.found.add(this.last);
		}
	}

	/**
	 * Text that both documents have.
	 *
	 * @param at where it begins in the later document, in bytes
	 * @param start where it begins in the earlier one
	 * @param length how many bytes it has
	 */
	record Stretch(int at, int start, int length) {

		private boolean isFollowedBy(Stretch next) {
			return next.at == this.at + this.length && next.start == this.start + this.length;
		}

	}

	/**
	 * A part of a document: an entry with what stands before it, or what is behind the
	 * last one.
	 */
	private record Piece(int start, int end) {

		private static final Piece NONE = new Piece(0, 0);

		private int length() {
			return this.end - this.start;
		}

	}

}
