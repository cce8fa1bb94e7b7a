package dev.registrysync.events;

import java.time.Duration;
import java.util.List;

/**
 * The committed changes in their order, each once.
 */
interface ChangeFeed {

	/**
	 * The changes behind a position, in their order.
	 * @param limit how many at the most
	 * @throws dev.registrysync.problem.ProblemException {@code EVENTS_COMPACTED} if some
	 * of them are not kept any more
	 */
	List<Change> after(Position position, int limit);

	/**
	 * Behind the last change.
	 */
	Position end();

	/**
	 * Waits until there is a change behind the position.
	 * @return false if there was none in time
	 */
	boolean await(Position position, Duration atMost) throws InterruptedException;

}
