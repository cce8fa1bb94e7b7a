package dev.registrysync.history;

import java.time.Duration;
import java.util.Optional;

import dev.registrysync.registry.Revision;

/**
 * What each revision changed, as far as that is kept. Whoever reads it never keeps a run
 * waiting.
 */
public interface ChangeLog {

	/**
	 * The last revision that is in force and changed something; {@link Revision#NONE} if
	 * none did.
	 */
	Revision newest();

	/**
	 * What a revision changed; empty if it changed nothing that is in force.
	 * @throws dev.registrysync.problem.ProblemException {@code EVENTS_COMPACTED} if that
	 * is not kept any more
	 */
	Optional<RevisionChanges> find(Revision revision);

	/**
	 * What the first revision behind this one changed; empty if there is none yet.
	 * @throws dev.registrysync.problem.ProblemException {@code EVENTS_COMPACTED} if that
	 * of one in between is not kept any more
	 */
	Optional<RevisionChanges> findNext(Revision revision);

	/**
	 * Waits until there is a revision behind this one.
	 * @return false if there was none in time
	 */
	boolean await(Revision revision, Duration atMost) throws InterruptedException;

}
