package dev.registrysync.history;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.registrysync.registry.JsonObject;

/**
 * Remembers how runs ended. None of them is held in memory.
 */
public interface Runs {

	/**
	 * Remembers them, in this order: no new revision. If they cannot be written, or while
	 * a commit is neither published nor taken back, they wait in memory for the next
	 * call.
	 * @throws dev.registrysync.problem.ProblemException if they cannot be written
	 */
	void tell(List<RunRecord> runs);

	/**
	 * A page of them.
	 * @param before where the page before ended; empty for the newest
	 * @param limit how many at most
	 */
	RunPage page(OptionalLong before, int limit);

	/**
	 * The run with the name.
	 */
	Optional<JsonObject> find(String syncId);

	/**
	 * The runs that wrote what they decided and of which the history does not tell how
	 * they ended, the oldest first: those that are still under way, and those that the
	 * process ended. For each what its last line says of it, its {@code revision} among
	 * that, {@code taken_back} if nothing of its commit is in force, and {@code noted} if
	 * it has made none.
	 */
	List<JsonObject> untold();

	/**
	 * What a run decided.
	 * @param digest names it
	 * @param skip how many things to leave out
	 * @param limit how many things at most
	 * @return empty if that is not kept any more
	 */
	Optional<List<JsonObject>> details(String digest, long skip, int limit);

}
