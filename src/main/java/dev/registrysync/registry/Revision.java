package dev.registrysync.registry;

/**
 * The persistent registry's version: one more for each committed change set, never
 * reused.
 *
 * @param number 0 before the first commit
 */
public record Revision(long number) implements Comparable<Revision> {

	/** Before the first commit. */
	public static final Revision NONE = new Revision(0);

	public Revision {
		if (number < 0) {
			throw new IllegalArgumentException("a revision is not negative: " + number);
		}
	}

	public Revision next() {
		return new Revision(this.number + 1);
	}

	@Override
	public int compareTo(Revision other) {
		return Long.compare(this.number, other.number);
	}

	@Override
	public String toString() {
		return Long.toString(this.number);
	}

}
