package dev.registrysync.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.history.Details;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.ConflictPolicy;

/**
 * What is told of members that both sides moved when a source is pushed to. The value
 * that the source is about to lose stands in the history before anything is sent: it is
 * nowhere else afterwards.
 */
final class PushConflicts {

	private final String source;

	private Set<Conflict> noted = Set.of();

	PushConflicts(String source) {
		this.source = source;
	}

	/**
	 * Those that the merge has not named already.
	 */
	static List<Conflict> unnamed(Stream<Conflict> found, RunResult result) {
		Set<List<Object>> named = new HashSet<>();
		result.plans().values().forEach((plan) -> plan.conflicts().forEach((conflict) -> named.add(name(conflict))));
		return found.filter((conflict) -> named.add(name(conflict))).toList();
	}

	private static List<Object> name(Conflict conflict) {
		return List.of(conflict.ref(), conflict.member());
	}

	/**
	 * Returns what the run decided and has not written, if the source is about to lose a
	 * value; nothing if it is not, or if the run before noted the same and could not send
	 * it.
	 * @param found what is decided about the source
	 * @param result the run's result until now
	 */
	Details toNote(RunControl control, List<Conflict> found, RunResult result) {
		return this.noted.containsAll(lostThere(found)) ? Details.NONE : RunDetails.of(control,
				result.with(this.source, PushResult.ofConflicts(unnamed(found.stream(), result))));
	}

	/**
	 * What is to be noted is in the history.
	 */
	void noted(List<Conflict> found) {
		this.noted = lostThere(found);
	}

	private static Set<Conflict> lostThere(List<Conflict> found) {
		return found.stream()
			.filter((conflict) -> conflict.winner() == ConflictPolicy.PERSISTENT)
			.collect(Collectors.toUnmodifiableSet());
	}

}
