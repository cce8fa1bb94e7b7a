package dev.registrysync.sync;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.registry.Kind;

/**
 * What was sent to the source after a run.
 *
 * @param pushed how many entries the source took, for each kind that it was to be told of
 * @param conflicts members that both sides moved, or that the source does not take
 * @param failures why it did not take the rest
 * @param notice something to know about the source, told once
 */
record PushResult(Map<Kind, Integer> pushed, List<Conflict> conflicts, List<ProblemException> failures,
		Optional<String> notice) {

	/** Nothing was to be sent. */
	static final PushResult NONE = new PushResult(Map.of(), List.of(), List.of(), Optional.empty());

	/**
	 * Nothing was sent, and these conflicts were found.
	 */
	static PushResult ofConflicts(List<Conflict> conflicts) {
		return new PushResult(Map.of(), conflicts, List.of(), Optional.empty());
	}

	PushResult {
		pushed = pushed.isEmpty() ? Map.of() : new EnumMap<>(pushed);
		conflicts = List.copyOf(conflicts);
		failures = List.copyOf(failures);
	}

}
