package dev.registrysync.continuous;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.SyncReport;

/**
 * One run with one source.
 */
@FunctionalInterface
interface Round {

	/**
	 * Does it.
	 * @param fullPass whether the source's own word that nothing has changed is not
	 * believed
	 * @throws ProblemException if nothing was applied
	 */
	SyncReport run(String source, boolean fullPass);

}
