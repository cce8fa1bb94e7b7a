package dev.registrysync.sync;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import dev.registrysync.history.Base;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.ExternalEdits;
import dev.registrysync.history.History;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.reconcile.PlannedChange;
import dev.registrysync.reconcile.RollbackPlan;
import dev.registrysync.reconcile.RollbackSides;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.sync.ContentionRetry.Pass;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a rollback. What it brings back is attested, edits by hand included: an
 * operator asked for it.
 */
final class RollbackPass {

	private final RunContext context;

	private final RunOptions options;

	private final Revision revision;

	private final Map<Kind, RegistryDocument> then;

	private final History history;

	private final WorkingRegistry registry;

	private final Map<Kind, Plan> plans = new EnumMap<>(Kind.class);

	private final Set<EntryRef> planned = new HashSet<>();

	RollbackPass(RunContext context, Revision revision, Map<Kind, RegistryDocument> then) {
		this.context = context;
		this.options = context.options();
		this.revision = revision;
		this.then = then;
		this.history = context.ports().history();
		this.registry = context.read(Pulls.none());
	}

	/**
	 * Decides and commits what it can.
	 */
	Pass execute() {
		DocumentStamp stamp = new DocumentStamp(this.context.now());
		this.context.control().begin(Phase.RECONCILE, this.registry.size());
		DriftStep drift = new DriftStep(this.context, this.registry, Pulls.none());
		List<Drift> drifts = drift.run(stamp);
		PlanLines plan = decide();
		Attestations attestations = new Attestations(this.history, this.registry, this.planned, this.planned);
		IdentityStep identities = identities(attestations);
		List<EntryVerdict> verdicts = ValidationStep.verdicts(this.context, this.registry, attestations,
				identities.created());
		Map<Kind, Replacement> changes = this.context.changes(this.registry, stamp);
		CommitResult commit = this.options.dryRun() ? CommitResult.DONE
				: new CommitStep(this.context, this.registry, changes, attestations, edits(drift.edits(), attestations),
						trails(), RunDetails.of(this.registry, attestations, this.plans.values(), List.of()))
					.run();
		if (!commit.committed()) {
			return Pass.overtaken(commit.overtaken());
		}
		if (this.options.dryRun()) {
			this.context.previews().remember(plan);
		}
		List<Drift> left = drifts.stream().filter((edit) -> !isChanged(edit.ref())).toList();
		RunResult result = new RunResult(Plans.withoutSource(this.plans.values()), left, plan.digest(), Map.of(),
				Map.of(), Set.of(), identities.created(), identities.repaired(), identities.failed(), verdicts,
				this.context.census(this.registry, changes, this.context::base), this.history.revision(),
				!changes.isEmpty(), Map.of(), List.copyOf(commit.failures().values()));
		return new Pass(result, commit.overtaken());
	}

	private PlanLines decide() {
		this.then.forEach((kind, document) -> {
			if (this.options.scope().kinds().contains(kind)) {
				this.plans.put(kind,
						RollbackPlan.of(sides(kind, document), this.context.policy(), this.context::isAbout));
			}
		});
		PlanLines decided = PlanLines.of(this.plans.values(), List.of());
		this.context.approval().require(this.context, decided);
		this.plans.values().stream().flatMap((plan) -> plan.changes().stream()).forEach(this::apply);
		return decided;
	}

	private RollbackSides sides(Kind kind, RegistryDocument document) {
		return new RollbackSides(this.revision, document, this.registry.document(kind), gone(kind, document),
				this.context.held(kind), this.context.trails(kind));
	}

	private Map<EntryId, Entry> gone(Kind kind, RegistryDocument document) {
		Map<EntryId, Entry> gone = new HashMap<>();
		document.ids().stream().filter((id) -> !this.registry.document(kind).has(id)).forEach((id) -> {
			EntryRef ref = new EntryRef(kind, id);
			this.history.findWithdrawn(ref)
				.or(() -> this.history.findOriginal(ref))
				.ifPresent((entry) -> gone.put(id, entry));
		});
		return gone;
	}

	private void apply(PlannedChange change) {
		if (change.action() == Action.WITHDRAWN) {
			this.registry.withdraw(change.ref());
		}
		if (change.writes()) {
			this.registry.put(change);
			this.planned.add(change.ref());
		}
	}

	/**
	 * Nothing is mended on the way: what the rollback does not change stays as it is.
	 */
	private IdentityStep identities(Attestations attestations) {
		IdentityStep step = new IdentityStep(this.context, this.registry, this.planned, attestations);
		for (Kind kind : Kind.values()) {
			Set<EntryId> ids = this.planned.stream()
				.filter((ref) -> ref.kind() == kind)
				.map(EntryRef::id)
				.collect(Collectors.toSet());
			if (!ids.isEmpty()) {
				step.run(this.options.about(new Scope(Set.of(kind), ids)));
			}
		}
		return step;
	}

	/**
	 * What is attested now is not missed any more as it was attested before. An edit of
	 * what this program owns is no content: it stays, and the rest is what a revert of it
	 * leaves.
	 */
	private ExternalEdits edits(ExternalEdits found, Attestations attestations) {
		Map<EntryRef, Entry> originals = new HashMap<>(found.originals());
		for (EntryRef ref : this.planned) {
			this.registry.find(ref)
				.filter((entry) -> attestations.find(ref).filter((content) -> content.isOf(entry)).isPresent())
				.ifPresent((entry) -> originals.computeIfPresent(ref, (edited, original) -> left(original, entry)));
		}
		return new ExternalEdits(originals, found.forgotten(), found.withdrawn());
	}

	private static @Nullable Entry left(Entry original, Entry entry) {
		List<JsonPointer> own = OwnMembers.differing(original, entry);
		return OwnMembers.areOnlyStamps(own) ? null : OwnMembers.copy(own, original, entry);
	}

	/**
	 * What operators own has changed for the sources too, if they are told of changes.
	 */
	private List<Base> trails() {
		List<Base> changed = new ArrayList<>();
		this.plans.forEach((kind, plan) -> changed
			.addAll(ChangedTrails.of(this.context, kind, plan.changes(), RollbackPlan::trailsAfter)));
		return changed;
	}

	private boolean isChanged(EntryRef ref) {
		boolean withdrawn = this.registry.findRead(ref).isPresent() && this.registry.find(ref).isEmpty();
		return withdrawn || this.planned.contains(ref);
	}

}
