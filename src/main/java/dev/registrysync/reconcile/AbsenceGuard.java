package dev.registrysync.reconcile;

/**
 * Tells a bad day of the source from entries that left.
 *
 * @param maxLossPercent the share of active entries that one pull may lose
 * @param minLosses so many may always be lost, as a share of a few means nothing
 */
public record AbsenceGuard(int maxLossPercent, int minLosses) {

	/** 15 percent, but at least 3. */
	public static final AbsenceGuard DEFAULT = new AbsenceGuard(15, 3);

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
		return empty || lost > Math.max(this.minLosses, active * (long) this.maxLossPercent / 100);
	}

}
