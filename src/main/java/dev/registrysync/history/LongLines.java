package dev.registrysync.history;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Where those lines of a file begin that are so long that to look for it would be a
 * reading of all of them. For one thread at a time.
 */
final class LongLines {

	/** As many bytes as are read at once anyway. */
	private static final int LONG = LinesBackwards.PIECE;

	private final Map<Long, Long> starts = new HashMap<>();

	/**
	 * Takes note of a line, if it is long.
	 * @param start its first byte
	 * @param newline its newline
	 */
	void add(long start, long newline) {
		if (newline - start > LONG) {
			this.starts.put(newline, start);
		}
	}

	/**
	 * Where the line begins that ends at a newline; empty if that is not known.
	 */
	OptionalLong findStart(long newline) {
		Long start = this.starts.get(newline);
		return (start != null) ? OptionalLong.of(start) : OptionalLong.empty();
	}

	/**
	 * Takes note that the file has another beginning.
	 * @param start the first byte of what stays
	 * @param now where that stands now
	 */
	void replaced(long start, long now) {
		Map<Long, Long> before = Map.copyOf(this.starts);
		this.starts.clear();
		before.forEach((newline, begin) -> {
			if (begin >= start) {
				this.starts.put(newline + now - start, begin + now - start);
			}
		});
	}

}
