package dev.registrysync.events;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the change feed: behind so many changes of a revision, and behind all
 * revisions before it.
 *
 * @param revision the revision's number, 0 for the beginning of the feed
 * @param change how many of its changes are behind us
 */
record Position(long revision, int change) implements Comparable<Position> {

	/** Before the first change. */
	static final Position BEGINNING = new Position(0, 0);

	private static final int ALL = 999_999_999;

	private static final Pattern TEXT = Pattern.compile("(0|[1-9][0-9]{0,17})-(0|[1-9][0-9]{0,8})");

	Position {
		if (revision < 0 || change < 0) {
			throw new IllegalArgumentException("no position is negative: %d-%d".formatted(revision, change));
		}
	}

	/**
	 * Behind all changes of a revision, however many they are.
	 */
	static Position endOf(long revision) {
		return new Position(revision, ALL);
	}

	/**
	 * Whether changes of the same revision may come behind it.
	 */
	boolean isWithin() {
		return this.revision > 0 && this.change < ALL;
	}

	/**
	 * Reads what {@link #toString} wrote; empty if it did not.
	 */
	static Optional<Position> find(String text) {
		Matcher matcher = TEXT.matcher(text);
		return matcher.matches()
				? Optional.of(new Position(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))))
				: Optional.empty();
	}

	@Override
	public int compareTo(Position other) {
		int byRevision = Long.compare(this.revision, other.revision);
		return (byRevision != 0) ? byRevision : Integer.compare(this.change, other.change);
	}

	/**
	 * The {@code id} of an event.
	 */
	@Override
	public String toString() {
		return this.revision + "-" + this.change;
	}

}
