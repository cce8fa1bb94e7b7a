package dev.registrysync.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The runs that ended, and what they decided.
 */
public interface Runs {

	/**
	 * Records how runs ended, in this order. Runs that cannot be written wait in memory
	 * for the next call.
	 * @throws dev.registrysync.problem.ProblemException if they cannot be written
	 */
	void record(List<RunRecord> ended);

	/**
	 * Returns a page of runs, the newest first.
	 * @param before the cursor; empty for the newest
	 * @param limit how many at most
	 * @param outcome only runs that ended so
	 * @param validation only runs that found this out about signatures
	 */
	RunPage page(OptionalLong before, int limit, Optional<String> outcome, Optional<String> validation);

	/**
	 * Returns what is shown of a run, as JSON.
	 */
	Optional<String> find(String syncId);

	/**
	 * Returns the runs that wrote something and have not recorded how they ended, the
	 * oldest first: those under way, and those that the process ended.
	 */
	List<InterruptedRun> interrupted();

	/**
	 * Returns a page of what a run decided.
	 * @param after the cursor; 0 for the first page
	 * @param limit how many at most
	 * @return empty if that is not kept any more
	 */
	Optional<DetailPage> details(String syncId, long after, int limit);

}
