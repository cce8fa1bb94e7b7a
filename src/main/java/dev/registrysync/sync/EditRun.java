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

	OperatorEdit edit() {
		return this.edit;
	}

	/**
	 * Returns the edited entries that have no key yet.
	 */
	List<EntryRef> keyless(SyncPorts ports) {
		return this.edit.patches()
			.keySet()
			.stream()
			.flatMap((id) -> EntryId.find(id).stream())
			.map((id) -> new EntryRef(this.edit.kind(), id))
			.filter((ref) -> ports.history().findKey(ref).isEmpty() && ports.keys().find(ref).isEmpty())
			.toList();
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
	 * Decides, and stores what was decided.
	 * @param current the registry as it is; what the edit makes of it is put there
	 * @throws dev.registrysync.problem.ProblemException if the edit is refused
	 */
	RunResult execute(RunContext context, Map<Kind, CurrentDocument> current) {
		WorkingRegistry registry = context.ports().working(current.values());
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
		context.control().decide();
		new CommitStep(context, registry, changes, attestations, drift.edits(),
				ChangedTrails.of(context, this.edit.kind(), plan.changes(), decision::trailsAfter),
				RunDetails.of(registry, attestations, List.of(plan), drifts))
			.store();
		changes.forEach((kind, change) -> current.put(kind,
				new CurrentDocument(registry.current(kind).file(), change.after(), true, true)));
		RunResult run = new RunResult(Plans.withoutSource(List.of(plan)), drifts,
				PlanLines.of(List.of(plan), drifts).digest(), Map.of(), Map.of(), Set.of(), identities.created(),
				identities.repaired(), identities.failed(), List.of(), new Census(),
				context.ports().history().revision(), !changes.isEmpty(), Map.of(), List.of());
		RegistryDocument document = Optional.ofNullable(changes.get(this.edit.kind()))
			.map(Replacement::after)
			.orElseGet(() -> registry.document(this.edit.kind()));
		this.result = EditResult.of(this.edit, run, document);
		return run;
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
