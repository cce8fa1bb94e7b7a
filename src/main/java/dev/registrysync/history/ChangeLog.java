package dev.registrysync.history;

import java.time.Duration;
import java.util.List;

import dev.registrysync.registry.Revision;

/**
 * What each revision changed, as far as that is kept. Readers never keep a run waiting.
 */
public interface ChangeLog {

	/**
	 * Returns the last revision that is in force and changed something;
	 * {@link Revision#NONE} if none did.
	 */
	Revision newest();

	/**
	 * Returns the changes that follow a change, in order.
	 * @param revision the revision of that change
	 * @param number its number; {@link Integer#MAX_VALUE} for the last change of its
	 * revision
	 * @param limit how many at most
	 * @throws dev.registrysync.problem.ProblemException {@code EVENTS_COMPACTED} if one
	 * of them is not kept any more
	 */
	List<EntryChange> after(Revision revision, int number, int limit);

	/**
	 * Returns the revisions that changed something, the newest first.
	 * @param before only revisions before this one
	 * @param limit how many at most
	 */
	List<RevisionSummary> revisions(long before, int limit);

	/**
	 * Waits until there is a revision behind this one.
	 * @return false if there was none in time
	 */
	boolean await(Revision revision, Duration atMost) throws InterruptedException;

}
