package dev.registrysync.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.sync.ContentionRetry.Pass;
import org.jspecify.annotations.Nullable;

/**
 * The run that commits an operators' edit. What it changes is attested with it, as it is
 * no edit by hand; what somebody edited by hand before stays unattested.
 */
final class EditRun {

	private final OperatorEdit edit;

	private @Nullable EditResult result;

	EditRun(OperatorEdit edit) {
		this.edit = edit;
	}

	/**
	 * A run that may do this edit.
	 */
	RunOptions options() {
		return options(Set.of());
	}

	private RunOptions options(Set<EntryId> ids) {
		return new RunOptions(Trigger.PATCH, new Scope(Set.of(this.edit.kind()), ids), false, true, false, false,
				Optional.empty(), ExternalChanges.REPORT);
	}

	/**
	 * Decides and commits.
	 * @throws dev.registrysync.problem.ProblemException if the edit is refused, or if it
	 * cannot be committed
	 */
	RunResult execute(RunContext context) {
		return ContentionRetry.execute(context, this::pass);
	}

	private Pass pass(RunContext context) {
		WorkingRegistry registry = context.read(Pulls.none());
		context.control().begin(Phase.RECONCILE, this.edit.patches().size());
		DriftStep drift = new DriftStep(context, registry, Pulls.none());
		List<Drift> drifts = drift.run(new DocumentStamp(context.now()));
		EditPlan decision = new EditPlan(context, registry, this.edit);
		Plan plan = decision.decide();
		Set<EntryRef> planned = new HashSet<>();
		plan.changes().stream().filter(PlannedChange::writes).forEach((change) -> {
			registry.put(change);
			planned.add(change.ref());
		});
		drift.follow(plan.changes());
		Attestations attestations = new Attestations(context.ports().history(), registry, planned, drift.accepted());
		IdentityStep identities = new IdentityStep(context, registry, planned, attestations);
		if (!planned.isEmpty()) {
			Set<EntryId> ids = new HashSet<>();
			planned.forEach((ref) -> ids.add(ref.id()));
			identities.run(options(ids));
		}
		Map<Kind, Replacement> changes = context.changes(registry, new DocumentStamp(context.now()));
		CommitResult commit = new CommitStep(context, registry, changes, attestations, drift.edits(),
				ChangedTrails.of(context, this.edit.kind(), plan.changes(), decision::trailsAfter),
				RunDetails.of(registry, attestations, List.of(plan), drifts))
			.run();
		if (!commit.committed()) {
			return Pass.overtaken(commit.overtaken());
		}
		RegistryDocument document = Optional.ofNullable(changes.get(this.edit.kind()))
			.map(Replacement::after)
			.orElseGet(() -> registry.document(this.edit.kind()));
		RunResult run = new RunResult(Plans.withoutSource(List.of(plan)), drifts,
				PlanLines.of(List.of(plan), drifts).digest(), Map.of(), Map.of(), Set.of(), identities.created(),
				identities.repaired(), identities.failed(), List.of(), context.census(registry, changes, context::base),
				context.ports().history().revision(), !changes.isEmpty(), Map.of(), List.copyOf(commit.failures().values()));
		this.result = EditResult.of(this.edit, run, document);
		return new Pass(run, commit.overtaken());
	}

	/**
	 * What the edit did, once it is committed.
	 */
	EditResult result() {
		if (this.result == null) {
			throw new IllegalStateException("the edit was not done");
		}
		return this.result;
	}

}
