package dev.registrysync.sync;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.sync.SyncReport.Notice;

/**
 * What a run did, or would do.
 *
 * @param plans what was decided, for each kind that the source offers
 * @param drifts what others did to the files
 * @param planDigest names what was decided, or what is left to approve
 * @param failedKinds the kinds that could not be pulled
 * @param unknownIds ids that were asked for and that nobody knows
 * @param keysCreated the entries that got their first key
 * @param identitiesRepaired the entries whose identity was mended with a key that we held
 * @param failedIdentities the entries that could not get an identity
 * @param verdicts the verdicts on the entries in the scope; empty if not asked for
 * @param census the entries of both registries at the end
 * @param revision the revision at the end
 * @param committed whether a new revision was made, or would be
 * @param push what was sent to the source afterwards
 */
record RunResult(Map<Kind, Plan> plans, List<Drift> drifts, String planDigest, Map<Kind, ProblemException> failedKinds,
		Set<EntryId> unknownIds, Set<EntryRef> keysCreated, Set<EntryRef> identitiesRepaired,
		Map<EntryRef, ProblemException> failedIdentities, List<EntryVerdict> verdicts, Census census, Revision revision,
		boolean committed, PushResult push) {

	Outcome outcome() {
		if (this.plans.values().stream().anyMatch((plan) -> plan.hold().isPresent())) {
			return Outcome.HELD;
		}
		if (isPartial()) {
			return Outcome.PARTIAL;
		}
		return this.committed ? Outcome.SUCCEEDED : Outcome.NO_CHANGE;
	}

	private boolean isPartial() {
		return !this.failedKinds.isEmpty() || !this.unknownIds.isEmpty() || !this.failedIdentities.isEmpty()
				|| !this.push.failures().isEmpty()
				|| this.plans.values().stream().anyMatch((plan) -> !plan.malformed().isEmpty());
	}

	/**
	 * What is worth knowing and no error.
	 */
	List<Notice> notices() {
		return this.plans.values()
			.stream()
			.flatMap((plan) -> plan.flapping().stream().map((id) -> Notice.flapping(plan.kind(), id)))
			.toList();
	}

	RunResult with(PushResult pushed) {
		return new RunResult(this.plans, this.drifts, this.planDigest, this.failedKinds, this.unknownIds,
				this.keysCreated, this.identitiesRepaired, this.failedIdentities, this.verdicts, this.census,
				this.revision, this.committed, pushed);
	}

	int agreed(Kind kind) {
		return this.plans.containsKey(kind) ? this.plans.get(kind).agreed() : 0;
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
