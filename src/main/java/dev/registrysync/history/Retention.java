package dev.registrysync.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long revisions are kept: the newest ones by number, and beyond that the young ones,
 * but no more than so many in all.
 *
 * @param keep so many of the newest are kept, however old they are; at least one
 * @param keepFor so long the others are kept
 * @param keepAtMost and never more than so many
 */
record Retention(int keep, Duration keepFor, int keepAtMost) {

	static final Retention DEFAULT = new Retention(50, Duration.ofDays(90), 1000);

	Retention {
		if (keep < 1 || keepAtMost < keep) {
			throw new IllegalArgumentException("at least the newest revision is kept");
		}
	}

	/**
	 * So many rows of the journal are kept at most: not each of them makes a revision.
	 */
	int mostRows() {
		return 10 * this.keepAtMost;
	}

	/**
	 * Which revisions need not be kept any longer.
	 * @param revisions the oldest first
	 */
	List<KeptRevision> dropped(List<KeptRevision> revisions, Instant now) {
		Instant oldest = now.minus(this.keepFor);
		int newer = revisions.size() - this.keep;
		int first = Math.max(0, revisions.size() - this.keepAtMost);
		while (first < newer && revisions.get(first).at().isBefore(oldest)) {
			first++;
		}
		return revisions.subList(0, first);
	}

}
