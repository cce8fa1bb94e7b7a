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
	 * Forgets all of them, as the file is another one.
	 */
	void clear() {
		this.starts.clear();
	}

}
