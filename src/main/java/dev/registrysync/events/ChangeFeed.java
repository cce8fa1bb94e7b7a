package dev.registrysync.events;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.registrysync.history.ChangeLog;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Revision;

/**
 * Reads the committed changes in order, each once, from the history.
 */
final class ChangeFeed {

	private final ChangeLog log;

	ChangeFeed(ChangeLog log) {
		this.log = log;
	}

	/**
	 * Returns the changes behind a position, in order.
	 * @param limit how many at most
	 * @throws ProblemException {@code EVENTS_COMPACTED} if some of them are not kept any
	 * more
	 */
	List<Change> after(Position position, int limit) {
		Revision revision = new Revision(position.revision());
		requireKnown(revision);
		return this.log.after(revision, position.isWithin() ? position.change() : Integer.MAX_VALUE, limit)
			.stream()
			.map(Change::new)
			.toList();
	}

	/**
	 * A reader that was further than this history is has read another one.
	 */
	private void requireKnown(Revision revision) {
		Revision newest = this.log.newest();
		if (revision.compareTo(newest) > 0) {
			throw new ProblemException(ProblemCode.EVENTS_COMPACTED,
					"The last event belongs to revision %s, and the last one here is %s: it was another history."
						.formatted(revision, newest),
					Map.of("revision", revision.number()));
		}
	}

	/**
	 * Returns the position behind the last change.
	 */
	Position end() {
		return Position.endOf(this.log.newest().number());
	}

	/**
	 * Waits until there is a change behind the position.
	 * @return false if there was none in time
	 */
	boolean await(Position position, Duration atMost) throws InterruptedException {
		return this.log.await(new Revision(position.revision()), atMost);
	}

}
