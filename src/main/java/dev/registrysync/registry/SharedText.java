package dev.registrysync.registry;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds the text that a document shares with an earlier one. Each entry, with what stands
 * before it, is compared with that of the same name, and so is what stands around the
 * entries; the bytes with which both begin and with which both end are shared.
 */
final class SharedText {

	/** To say where a shorter text stands would take as much room as the text. */
	private static final int SHORTEST = 32;

	private final List<EntryText> earlier;

	/**
	 * Where each of the earlier entries begins in its document, and the last one ends.
	 */
	private final int[] starts;

	private final List<Stretch> found = new ArrayList<>();

	private @Nullable Map<String, Integer> numbers;

	private Stretch last = new Stretch(0, 0, 0);

	private SharedText(RegistryDocument before) {
		this.earlier = before.texts();
		this.starts = new int[this.earlier.size() + 1];
		this.starts[0] = before.head().remaining();
		for (int i = 0; i < this.earlier.size(); i++) {
			this.starts[i + 1] = this.starts[i] + this.earlier.get(i).length();
		}
	}

	/**
	 * The stretches, in the order of the later document; no two neighbours could be one.
	 */
	static List<Stretch> of(RegistryDocument before, RegistryDocument after) {
		SharedText shared = new SharedText(before);
		shared.compare(before, after);
		shared.keepLast();
		return shared.found;
	}

	private void compare(RegistryDocument before, RegistryDocument after) {
		compare(before.head(), 0, after.head(), 0);
		int at = after.head().remaining();
		for (int i = 0; i < after.texts().size(); i++) {
			EntryText text = after.texts().get(i);
			int number = number(text, i);
			if (number >= 0) {
				compare(this.earlier.get(number), this.starts[number], text, at);
			}
			at += text.length();
		}
		compare(before.tail(), this.starts[this.earlier.size()], after.tail(), at);
	}

	/**
	 * Which of the earlier entries has the name; negative if none has.
	 * @param place where it stands in the later document, and most likely in both
	 */
	private int number(EntryText text, int place) {
		if (place < this.earlier.size()
				&& (this.earlier.get(place) == text || this.earlier.get(place).name().equals(text.name()))) {
			return place;
		}
		if (this.numbers == null) {
			this.numbers = new HashMap<>();
			for (int i = 0; i < this.earlier.size(); i++) {
				this.numbers.put(this.earlier.get(i).name(), i);
			}
		}
		return this.numbers.getOrDefault(text.name(), -1);
	}

	private void compare(EntryText one, int start, EntryText other, int at) {
		if (one == other) {
			add(new Stretch(at, start, one.length()));
		}
		else {
			compare(one.whole(), start, other.whole(), at);
		}
	}

	private void compare(ByteBuffer one, int start, ByteBuffer other, int at) {
		int most = Math.min(one.remaining(), other.remaining());
		int mismatch = one.mismatch(other);
		int begin = (mismatch < 0) ? most : mismatch;
		add(new Stretch(at, start, begin));
		int end = 0;
		while (begin + end < most && one.get(one.limit() - 1 - end) == other.get(other.limit() - 1 - end)) {
			end++;
		}
		add(new Stretch(at + other.remaining() - end, start + one.remaining() - end, end));
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

}
