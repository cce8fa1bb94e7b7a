package dev.registrysync.sync;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Details;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.Settlement;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import dev.registrysync.sync.Runner.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runs, one at a time.
 */
public class SyncService implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(SyncService.class);

	private final SyncPorts ports;

	private final SyncSettings settings;

	private final SourceRecords sources;

	private final Clock clock;

	private final ActiveRuns active;

	private final Actors actors;

	private final Runner runner;

	private final RunQueue queue;

	private final FileWriter files;

	private final EditQueue edits;

	SyncService(SyncPorts ports, SyncSettings settings, ActiveRuns active, RunRecorder recorder, Actors actors,
			SourceRecords sources, SyncMetrics metrics, Clock clock) {
		this.ports = ports;
		this.settings = settings;
		this.active = active;
		this.actors = actors;
		this.sources = sources;
		this.clock = clock;
		this.runner = new Runner(ports, settings, active, recorder, sources, metrics, clock);
		this.queue = new RunQueue(this.runner, active, ports.sources().names());
		this.files = new FileWriter(ports, settings.maxLag(), this.runner.deciding());
		this.edits = new EditQueue(ports, settings, this.runner, this.files);
		ports.registry().recover();
		WorkingRegistry found = VolumeCheck.run(ports);
		metrics.found(ports.history().revision(), counting());
		Revocations.believe(ports.keys(), ports.keys().marks(ports.history().registryId()), found);
		if (ports.history().isIntact()) {
			Revocations.match(ports.keys(), ports.history(), clock.instant());
			recorder.recordInterrupted();
			ports.registry()
				.publishDue()
				.forEach((failure) -> log.warn("A registry file lacks what was committed last: {}", failure.detail()));
		}
	}

	private Supplier<Census> counting() {
		return () -> {
			Census census = countReadable();
			this.runner.outOfSync().count(census, this.ports.history().sources());
			return census;
		};
	}

	/**
	 * Counts the entries; those of files that cannot be read count for nothing.
	 */
	private Census countReadable() {
		try {
			return this.ports.reading(this.ports::readShown).census();
		}
		catch (ProblemException ex) {
			log.debug("The entries are not counted: {}", ex.detail());
			return new Census();
		}
	}

	/**
	 * One sync with the defaults: all kinds, identities made, signatures validated.
	 * @throws ProblemException if nothing was applied
	 */
	public SyncReport sync(Trigger trigger) {
		return sync(SyncRequest.DEFAULTS, trigger);
	}

	/**
	 * Pulls, reconciles and commits. A call that comes before the pull of a run that asks
	 * for the same shares that run.
	 */
	SyncReport sync(SyncRequest request, Trigger trigger) {
		return submit(options(request, trigger)).report();
	}

	/**
	 * Queues a sync. The caller must {@link #await} it if it leads.
	 */
	QueuedRun queue(SyncRequest request, Trigger trigger) {
		return queue(options(request, trigger));
	}

	/**
	 * Executes a queued sync, or waits for the call that does.
	 */
	void await(QueuedRun run) {
		this.queue.await(run);
	}

	private RunOptions options(SyncRequest request, Trigger trigger) {
		return request.toOptions(trigger, this.ports.sources().names(), this.settings.externalChanges());
	}

	/**
	 * A run with one source, as continuous sync wants it. It waits for no other run but
	 * to decide, so that a source that hangs delays nobody.
	 * @param fullPass whether the source's own word that nothing has changed is not
	 * believed
	 * @throws ProblemException if nothing was applied
	 */
	public SyncReport poll(String source, boolean fullPass) {
		if (fullPass) {
			this.ports.sources().find(source).ifPresent(CoordinatorClient::forgetValidators);
		}
		RunOptions options = new RunOptions(Trigger.CONTINUOUS, onlyOf(source), true, true, true, false,
				Optional.empty(), this.settings.externalChanges());
		RunControl control = add(Trigger.CONTINUOUS, false);
		try {
			return new RunMdc(control.origin().syncId(), source)
				.mark(() -> this.runner.finish(this.runner.begin(options, control)).report());
		}
		finally {
			this.active.end(control);
		}
	}

	/**
	 * With one source, a run about it is a run about all.
	 */
	private Scope onlyOf(String source) {
		return (sourceNames().size() == 1) ? Scope.ALL : new Scope(Scope.ALL.kinds(), Set.of(), Set.of(source));
	}

	/**
	 * Stops the runs of continuous sync that are under way, but for what they are about
	 * to commit.
	 */
	public void cancelPolls() {
		this.active.list()
			.stream()
			.filter((control) -> control.origin().trigger() == Trigger.CONTINUOUS)
			.forEach(RunControl::cancel);
	}

	/**
	 * The names of the configured sources, the one first that wins.
	 */
	public List<String> sourceNames() {
		return this.ports.sources().names();
	}

	/**
	 * Tells somebody how each run goes with each source.
	 */
	public void listen(SourceListener listener) {
		this.sources.listen(listener);
	}

	/**
	 * Makes and repairs identities; the coordinator is not asked.
	 */
	KeysReport ensureKeys(KeysRequest request) {
		Run run = submit(request.toOptions());
		return new ReportAssembly(run.context(), run.result()).keysReport();
	}

	private Run submit(RunOptions options) {
		return this.queue.await(queue(options));
	}

	private QueuedRun queue(RunOptions options) {
		return this.queue.add(options, () -> add(options.trigger(), options.dryRun()));
	}

	private RunControl add(Trigger trigger, boolean dryRun) {
		return this.active.add(new RunOrigin(UUID.randomUUID().toString(), trigger, this.actors.current(), dryRun,
				this.clock.instant()));
	}

	/**
	 * Does something about an edit that others made to the entry; the coordinator is not
	 * asked.
	 * @throws ProblemException {@code ENTRY_NOT_FOUND} if nobody knows the entry, or if
	 * nothing was applied
	 */
	SyncReport handleEdit(EntryRef ref, ExternalChanges handling) {
		Scope scope = new Scope(Set.of(ref.kind()), Set.of(ref.id()));
		Run run = alone(Trigger.DRIFT, (control) -> {
			requireKnown(ref);
			return run(new RunOptions(Trigger.DRIFT, scope, false, true, true, false, Optional.empty(), handling),
					control);
		});
		return run.report();
	}

	private void requireKnown(EntryRef ref) {
		boolean withdrawn = this.ports.history().withdrawn().contains(ref);
		if (withdrawn || this.ports.history().findOriginal(ref).isEmpty()) {
			this.ports.requireEntry(ref);
		}
	}

	/**
	 * Gives the entry a new key and commits it, alone: no run sees one without the other.
	 * @param evenIfRevoked whether the caller may replace a revoked key
	 * @throws ProblemException if there is no such entry or key, if the entry has another
	 * one's address, or if the run fails; a key that was made by then is in force at the
	 * next run
	 */
	RotationReport rotate(EntryRef ref, boolean evenIfRevoked) {
		return alone(Trigger.ROTATE, (control) -> new RotationStep(this.ports, ref, evenIfRevoked).rotate((options) -> {
			Run run = run(options, control);
			return new RotationStep.Committed(run.context().syncId(), run.result());
		}));
	}

	/**
	 * Settles a conflict that waits, alone: what was looked at is what is settled.
	 * @throws ProblemException if there is no such entry or conflict, or if the run fails
	 */
	SyncReport settle(Settlement settlement) {
		Run run = alone(Trigger.SETTLE, (control) -> new SettleStep(this.ports, this.settings.policy(), settlement)
			.settle((policy, options) -> runUnder(policy, options, control)));
		return run.report();
	}

	/**
	 * Brings the content of an earlier revision back, alone.
	 * @throws ProblemException {@code REVISION_NOT_FOUND}, {@code REVISION_COMPACTED} or
	 * {@code ENTRY_NOT_FOUND}, or if the run fails; then nothing was applied
	 */
	SyncReport rollback(RollbackRequest request) {
		Revision revision = request.wantedRevision();
		RunOptions options = request.toOptions();
		Run run = alone(Trigger.ROLLBACK, options.dryRun(), (control) -> {
			this.runner.recover();
			RollbackRun rollback = new RollbackRun(revision, this.ports.history().documentsAt(revision));
			rollback.requireKnown(options.scope(), this.ports.read(Pulls.none()));
			return this.runner.run(this.settings.policy(), options, control, rollback::execute);
		});
		return run.report();
	}

	/**
	 * Lets go of the entries of a source that is not configured any more, alone.
	 * @throws ProblemException {@code SOURCE_NOT_FOUND} if it holds no entry,
	 * {@code SOURCE_CONFIGURED}, or if the run fails
	 */
	SyncReport retire(String source, boolean dryRun) {
		RunOptions options = new RunOptions(Trigger.RETIRE, Scope.ALL, false, true, true, dryRun, Optional.empty(),
				ExternalChanges.REPORT);
		Run run = alone(Trigger.RETIRE, dryRun, (control) -> {
			requireRetirable(source);
			return this.runner.run(this.settings.policy(), options, control,
					(context) -> new SyncRun(context, Pulls.retiring(source)).execute());
		});
		return run.report();
	}

	private void requireRetirable(String source) {
		if (this.ports.sources().find(source).isPresent()) {
			throw new ProblemException(ProblemCode.SOURCE_CONFIGURED,
					"The coordinator \"%s\" is configured, so its entries are not without a source.".formatted(source),
					Map.of("source", source));
		}
		if (!this.ports.history().sources().contains(source)) {
			throw unknownSource(source);
		}
	}

	/**
	 * All sources as they are now: those that are configured, the one first that wins,
	 * and those that are not any more.
	 */
	List<SourceStatus> sources() {
		return this.ports.gate()
			.reading(() -> SourceStatus.of(this.ports, this.sources, this.runner.outOfSync(), this.clock.instant()));
	}

	/**
	 * How many entries differ from what the source said that holds them.
	 */
	int outOfSync() {
		Census census = new Census();
		this.ports.gate().reading(() -> {
			this.runner.outOfSync().count(census, this.ports.history().sources());
			return census;
		});
		return census.outOfSync();
	}

	/**
	 * The entries of a source that differ from what it said last.
	 * @param most how many entries at most
	 * @throws ProblemException {@code SOURCE_NOT_FOUND} if it is not configured and holds
	 * no entry
	 */
	DifferencesReport differences(String source, int most) {
		if (this.ports.sources().find(source).isEmpty() && !this.ports.history().sources().contains(source)) {
			throw unknownSource(source);
		}
		return this.ports.reading(() -> DifferencesReport.of(source, this.runner.outOfSync().list(source, most)));
	}

	private static ProblemException unknownSource(String source) {
		return new ProblemException(ProblemCode.SOURCE_NOT_FOUND,
				"No entry of the registry is held by a source \"%s\".".formatted(source), Map.of("source", source));
	}

	/**
	 * Revokes a version of the entry's key, alone: a run signs all with it or nothing.
	 */
	RevocationReport revoke(EntryRef ref, RevokeRequest request) {
		return alone(Trigger.REVOKE, request.wantsDryRun(), (control) -> {
			this.runner.recover();
			return new RevocationStep(this.ports, ref, request).run(control.origin().toCause(Details.NONE),
					this.clock.instant(), (options) -> run(options, control));
		});
	}

	/**
	 * Commits an operators' edit, alone.
	 * @throws ProblemException if it is refused, or if the run fails; then nothing was
	 * applied
	 */
	EditResult patch(OperatorEdit edit) {
		RunControl control = add(Trigger.PATCH, false);
		try {
			return this.edits.commit(edit, control,
					(work) -> this.queue.alone(control, () -> this.runner.alone(control, work::get)));
		}
		finally {
			this.active.end(control);
		}
	}

	/**
	 * The verdict on every entry as the files are now, agents first; nothing is changed.
	 */
	public List<EntryVerdict> verdicts() {
		return this.ports
			.reading(() -> ValidationStep.verdicts(this.ports.readShown(), this.ports, this.ports.history(), () -> {
			}));
	}

	/**
	 * Stops the runs that are under way; those that wait never begin.
	 */
	@Override
	public void close() {
		this.active.close();
		this.files.close();
	}

	/**
	 * Does something while nothing else runs; that it waits and runs can be seen.
	 */
	private <T> T alone(Trigger trigger, Function<RunControl, T> work) {
		return alone(trigger, false, work);
	}

	private <T> T alone(Trigger trigger, boolean dryRun, Function<RunControl, T> work) {
		RunControl control = add(trigger, dryRun);
		try {
			return this.queue.alone(control, () -> this.runner.alone(control, () -> {
				this.ports.history().requireWritable();
				return work.apply(control);
			}));
		}
		finally {
			this.active.end(control);
		}
	}

	private Run run(RunOptions options, RunControl control) {
		return runUnder(this.settings.policy(), options, control);
	}

	private Run runUnder(ReconcilePolicy policy, RunOptions options, RunControl control) {
		return this.runner.run(policy, options, control, (context) -> {
			SyncRun run = new SyncRun(context);
			run.pull();
			run.catchUp();
			return run.execute();
		});
	}

}
