package dev.registrysync.sync;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.sync.Drift.Handling;

/**
 * What a run did, or would do.
 *
 * @param plans what was decided
 * @param drifts what others did to the files
 * @param planDigest names what was decided, or what is left to approve
 * @param failedPulls what could not be pulled
 * @param unanswered the sources that gave no answer worth anything
 * @param unknownIds ids that were asked for and that nobody knows
 * @param keysCreated the entries that got their first key
 * @param identitiesRepaired the entries whose identity was mended with a key that we held
 * @param failedIdentities the entries that could not get an identity
 * @param verdicts the verdicts on the entries in the scope; empty if not asked for
 * @param census the entries of both registries at the end
 * @param revision the revision at the end
 * @param committed whether a new revision was made, or would be
 * @param pushes what was sent to each source afterwards
 * @param failures why what was committed is not in the files yet, or what ended the run
 */
record RunResult(Plans plans, List<Drift> drifts, String planDigest, Map<Asked, ProblemException> failedPulls,
		Map<String, ProblemException> unanswered, Set<EntryId> unknownIds, Set<EntryRef> keysCreated,
		Set<EntryRef> identitiesRepaired, Map<EntryRef, ProblemException> failedIdentities, List<EntryVerdict> verdicts,
		Census census, Revision revision, boolean committed, Map<String, PushResult> pushes,
		List<ProblemException> failures) {

	/**
	 * Adds the result of this pass to that of the earlier passes of the run.
	 */
	RunResult after(RunResult earlier) {
		Plans together = this.plans.after(earlier.plans);
		List<Drift> found = Stream
			.concat(earlier.drifts.stream().filter((drift) -> drift.handling() != Handling.REPORTED),
					this.drifts.stream())
			.toList();
		Set<EntryRef> created = union(earlier.keysCreated, this.keysCreated);
		Set<EntryRef> repaired = new LinkedHashSet<>(union(earlier.identitiesRepaired, this.identitiesRepaired));
		repaired.removeAll(created);
		return new RunResult(together, found, digest(together, found), this.failedPulls, this.unanswered,
				this.unknownIds, created, repaired, this.failedIdentities, this.verdicts, this.census, this.revision,
				this.committed || earlier.committed, this.pushes, this.failures);
	}

	/**
	 * Returns the digest of what was committed; while absences wait, that of what is left
	 * to approve.
	 */
	private String digest(Plans committed, List<Drift> found) {
		return isHeld(committed) ? this.planDigest : PlanLines.of(committed.values(), found).digest();
	}

	private static boolean isHeld(Plans plans) {
		return plans.values().stream().anyMatch((plan) -> plan.hold().isPresent());
	}

	private static <T> Set<T> union(Set<T> some, Set<T> others) {
		Set<T> all = new LinkedHashSet<>(some);
		all.addAll(others);
		return all;
	}

	/**
	 * Returns this result with a failure that ended the run after its commit.
	 * @param present the revision at the end of the run
	 */
	RunResult cutShort(ProblemException failure, Revision present) {
		return new RunResult(this.plans, this.drifts, this.planDigest, this.failedPulls, this.unanswered,
				this.unknownIds, this.keysCreated, this.identitiesRepaired, this.failedIdentities, this.verdicts,
				this.census, present, this.committed, this.pushes,
				Stream.concat(this.failures.stream(), Stream.of(failure)).toList());
	}

	Outcome outcome() {
		if (isHeld(this.plans)) {
			return Outcome.HELD;
		}
		if (isPartial()) {
			return Outcome.PARTIAL;
		}
		return this.committed ? Outcome.SUCCEEDED : Outcome.NO_CHANGE;
	}

	private boolean isPartial() {
		return !this.failures.isEmpty() || !this.failedPulls.isEmpty() || !this.unanswered.isEmpty()
				|| !this.unknownIds.isEmpty() || !this.failedIdentities.isEmpty() || !pushFailures().isEmpty()
				|| this.plans.values().stream().anyMatch((plan) -> !plan.malformed().isEmpty());
	}

	RunResult with(String source, PushResult pushed) {
		Map<String, PushResult> more = new LinkedHashMap<>(this.pushes);
		more.put(source, pushed);
		return new RunResult(this.plans, this.drifts, this.planDigest, this.failedPulls, this.unanswered,
				this.unknownIds, this.keysCreated, this.identitiesRepaired, this.failedIdentities, this.verdicts,
				this.census, this.revision, this.committed, more, this.failures);
	}

	List<ProblemException> pushFailures() {
		return this.pushes.values().stream().flatMap((push) -> push.failures().stream()).toList();
	}

	List<Conflict> pushConflicts() {
		return this.pushes.values().stream().flatMap((push) -> push.conflicts().stream()).toList();
	}

	int agreed(Kind kind) {
		return this.plans.agreed(kind);
	}

	long valid() {
		return this.verdicts.stream().filter(EntryVerdict::isValid).count();
	}

	long invalid() {
		return this.verdicts.size() - valid();
	}

	long invalid(Kind kind) {
		return this.verdicts.stream().filter((verdict) -> verdict.kind() == kind && !verdict.isValid()).count();
	}

	long missing(Kind kind) {
		return this.verdicts.stream()
			.filter((verdict) -> verdict.kind() == kind && verdict.verdict() == Verdict.MISSING)
			.count();
	}

}
