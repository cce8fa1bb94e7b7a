package dev.registrysync.reconcile;

/**
 * Tells a bad day of the source from entries that left. At least half of four or more
 * entries may be lost only if {@code maxLossPercent} allows it.
 *
 * @param maxLossPercent the share of active entries that one pull may lose
 * @param minLosses so many may be lost whatever their share, as a share of a few means
 * nothing
 */
public record AbsenceGuard(int maxLossPercent, int minLosses) {

	/** 15 percent, but at least 3. */
	public static final AbsenceGuard DEFAULT = new AbsenceGuard(15, 3);

	/** Of so many entries the loss of half is no accident of small numbers. */
	private static final int SEVERAL = 4;

	/**
	 * Whether the loss needs approval.
	 * @param active the source's entries that were there until now
	 * @param lost how many of them are absent
	 * @param empty whether the source named no entry at all
	 */
	boolean trips(int active, int lost, boolean empty) {
		if (lost == 0) {
			return false;
		}
		boolean beyondShare = lost * 100L > active * (long) this.maxLossPercent;
		boolean half = active >= SEVERAL && lost * 2L >= active;
		return empty || (beyondShare && (half || lost > this.minLosses));
	}

}
