package dev.registrysync.sync;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.history.Base;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.Details;
import dev.registrysync.history.History;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.reconcile.Conflict;
import dev.registrysync.reconcile.Holders;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.reconcile.Reconciler;
import dev.registrysync.reconcile.Retirement;
import dev.registrysync.reconcile.Sides;
import dev.registrysync.reconcile.SourceSide;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.ContentionRetry.Pass;

/**
 * One attempt of a run: read, reconcile, identities, validate, commit.
 */
final class SyncPass {

	private final RunContext context;

	private final RunOptions options;

	private final RunControl control;

	private final History history;

	private final Pulls pulls;

	private final WorkingRegistry registry;

	private Plans plans = new Plans();

	private final SettledPushes settled;

	private final Set<EntryRef> planned = new HashSet<>();

	/** The entries whose removal the run accepts and that stay out from now on. */
	private final Set<EntryRef> acceptedRemovals = new HashSet<>();

	SyncPass(RunContext context, Pulls pulls) {
		this.context = context;
		this.options = context.options();
		this.history = context.ports().history();
		this.pulls = pulls;
		this.control = context.control();
		this.registry = context.read(pulls);
		this.settled = new SettledPushes(context, this.registry, pulls);
	}

	/**
	 * Decides and commits what it can.
	 */
	Pass execute() {
		DocumentStamp stamp = new DocumentStamp(this.context.now());
		this.control.begin(Phase.RECONCILE, this.pulls.size());
		DriftStep drift = new DriftStep(this.context, this.registry, this.pulls);
		List<Drift> drifts = drift.run(stamp);
		this.acceptedRemovals.addAll(drift.edits().withdrawn().keySet());
		PlanLines decided = decide(drifts);
		this.plans.values().forEach((plan) -> drift.follow(plan.changes()));
		Attestations attestations = new Attestations(this.history, this.registry, this.planned, drift.accepted());
		IdentityStep identities = identities(attestations);
		attestations.attested().keySet().forEach(this.registry::touch);
		List<EntryVerdict> verdicts = this.options.validate()
				? ValidationStep.verdicts(this.context, this.registry, attestations, identities.created()) : List.of();
		Map<Kind, Replacement> changes = this.context.changes(this.registry, stamp);
		CommitResult commit = CommitResult.DONE;
		if (!this.options.dryRun()) {
			commit = new CommitStep(this.context, this.registry, changes, attestations, drift.edits(), bases(),
					details(attestations, drifts))
				.run();
		}
		else {
			this.control.decide();
		}
		if (!commit.committed()) {
			return Pass.overtaken(commit.overtaken());
		}
		PlanLines plan = (waits() && !this.options.dryRun()) ? PlanLines.ofNextRun(this.plans.values()) : decided;
		boolean changed = !changes.isEmpty() || !identities.created().isEmpty();
		RunResult result = new RunResult(this.plans, drifts, plan.digest(), this.pulls.failed(),
				this.pulls.unanswered(), unknownIds(), identities.created(), identities.repaired(), identities.failed(),
				verdicts, census(changes), this.history.revision(), changed, this.settled.results(),
				List.copyOf(commit.failures().values()));
		if (this.options.dryRun() || waits()) {
			this.context.previews().remember(plan);
		}
		return new Pass(result, commit.overtaken());
	}

	private Details details(Attestations attestations, List<Drift> drifts) {
		return RunDetails.of(this.registry, attestations, this.plans.values(), drifts)
			.and(RunDetails.of(this.settled.conflicts().toList()));
	}

	private Census census(Map<Kind, Replacement> changes) {
		return this.context.census(this.registry, changes,
				(asked) -> this.plans.findBase(asked).orElseGet(() -> this.context.base(asked)));
	}

	private List<Base> bases() {
		return Stream.concat(this.plans.changedBases(this.history).stream(), this.settled.changedTrails().stream())
			.toList();
	}

	/**
	 * Whether the files were what was committed last.
	 */
	boolean readsWhatWasCommitted() {
		return this.registry.isAsCommitted();
	}

	/**
	 * Makes the plans and applies them to the working registry.
	 * @return what was decided
	 */
	private PlanLines decide(List<Drift> drifts) {
		plan(false);
		if (!this.control.hasCommitted()) {
			SettleStep.requireConflicts(this.context.policy(), conflicts());
		}
		PlanLines decided = PlanLines.of(this.plans.values(), drifts);
		if (this.options.approve().isPresent()) {
			this.context.approval().require(this.context, decided);
			plan(true);
		}
		this.plans.values()
			.stream()
			.flatMap((plan) -> plan.changes().stream())
			.filter(PlannedChange::writes)
			.forEach(this::apply);
		return decided;
	}

	private List<Conflict> conflicts() {
		return Stream
			.concat(this.plans.values().stream().flatMap((plan) -> plan.conflicts().stream()), this.settled.conflicts())
			.toList();
	}

	private boolean waits() {
		return this.plans.values().stream().anyMatch((plan) -> plan.hold().isPresent());
	}

	private void plan(boolean approved) {
		this.plans = new Plans();
		for (Kind kind : Kind.values()) {
			List<SourceSide> sides = this.context.sides(kind, this.pulls);
			Holders holders = Holders.decide(sides, this.options.scope()::covers, this.context.policy().grace(),
					this.context.now());
			holders.contests().forEach((contest) -> this.plans.add(this.context.attendance().contested(kind, contest)));
			for (SourceSide side : sides) {
				plan(new Asked(side.source(), kind), side, holders, approved);
			}
		}
	}

	private void plan(Asked asked, SourceSide side, Holders holders, boolean approved) {
		EntryTable base = holders.base(side);
		if (this.pulls.retires(asked.source())) {
			this.plans.add(asked, Retirement.of(base, this.registry.document(asked.kind()), this.context.now(),
					this.registry.texts()));
			return;
		}
		side.runtime().ifPresentOrElse((runtime) -> {
			this.plans.add(asked, runtime);
			Sides sides = new Sides(base, runtime, this.registry.document(asked.kind()), withdrawn(asked.kind()),
					side.attendance(), holders.elsewhere(side),
					(id) -> this.registry.standingRead(new EntryRef(asked.kind(), id)));
			this.plans.add(asked,
					Reconciler.reconcile(sides, this.context.policy().of(asked.source()),
							(id) -> this.context.isAbout(id) && holders.holds(side, id), approved, this.context.now(),
							this.registry.texts()));
		}, () -> this.plans.add(asked, base));
	}

	private Map<EntryId, Optional<Entry>> withdrawn(Kind kind) {
		Set<EntryRef> withdrawn = new HashSet<>(this.history.withdrawn());
		withdrawn.addAll(this.acceptedRemovals);
		return withdrawn.stream()
			.filter((ref) -> ref.kind() == kind)
			.collect(Collectors.toMap(EntryRef::id, this.history::findOriginal));
	}

	private void apply(PlannedChange change) {
		this.registry.put(change);
		this.planned.add(change.ref());
	}

	private IdentityStep identities(Attestations attestations) {
		IdentityStep step = new IdentityStep(this.context, this.registry, attestations.changed(), attestations);
		if (this.options.ensureIdentities()) {
			step.run(this.options);
		}
		else {
			attestations.follow();
		}
		return step;
	}

	private Set<EntryId> unknownIds() {
		Set<EntryId> unknown = new HashSet<>(this.options.scope().ids());
		unknown.removeIf((id) -> this.options.scope().kinds().stream().anyMatch((kind) -> isKnown(kind, id)));
		return unknown;
	}

	private boolean isKnown(Kind kind, EntryId id) {
		return this.registry.find(new EntryRef(kind, id)).isPresent()
				|| this.registry.document(kind).malformed().containsKey(id.value()) || this.pulls.names(kind, id);
	}

}
