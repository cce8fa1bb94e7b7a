package dev.registrysync.sync;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Details;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.Settlement;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;
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

	private final SyncMetrics metrics;

	private final Clock clock;

	private final KnownAttendance attendance = new KnownAttendance();

	private final Previews previews = new Previews();

	private final ActiveRuns active;

	private final Actors actors;

	private final RunBook book;

	private final RunQueue<RunOptions, Begun, Run> queue = new RunQueue<>(new Work());

	private final Pushes push;

	private final Standstill standstill = new Standstill();

	SyncService(SyncPorts ports, SyncSettings settings, ActiveRuns active, RunBook book, Actors actors,
			SourceRecords sources, SyncMetrics metrics, Clock clock) {
		this.ports = ports;
		this.settings = settings;
		this.active = active;
		this.actors = actors;
		this.sources = sources;
		this.book = book;
		this.metrics = metrics;
		this.clock = clock;
		this.push = new Pushes(ports, settings.policy(), this::remember);
		Recovery.run(ports.store(), ports.history());
		metrics.found(ports.history().revision(), VolumeCheck.run(ports));
		if (ports.history().isIntact()) {
			Revocations.match(ports.keys(), ports.history(), clock.instant());
			book.tellUntold();
		}
	}

	/**
	 * Ends what was recorded and not published. The run that did that could not tell how
	 * it ended.
	 */
	private void recover() {
		boolean unsettled = !this.ports.history().unsettled().isEmpty();
		Recovery.run(this.ports.store(), this.ports.history());
		if (unsettled) {
			this.book.tellUntold();
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
		Run run = submit(request.toOptions(trigger, this.ports.sources().names(), this.settings.externalChanges()));
		return new ReportAssembly(run.context(), run.result()).syncReport(run.duration());
	}

	/**
	 * Makes and repairs identities; the coordinator is not asked.
	 */
	KeysReport ensureKeys(KeysRequest request) {
		Run run = submit(request.toOptions());
		return new ReportAssembly(run.context(), run.result()).keysReport();
	}

	private Run submit(RunOptions options) {
		return this.queue.await(this.queue.place(options, () -> add(options.trigger(), options.dryRun())));
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
		return new ReportAssembly(run.context(), run.result()).syncReport(run.duration());
	}

	private void requireKnown(EntryRef ref) {
		if (this.ports.history().find(ref).isEmpty()) {
			this.ports.requireEntry(ref);
		}
	}

	/**
	 * Gives the entry a new key and commits it, alone: no run sees one without the other.
	 * @throws ProblemException if there is no such entry or key, if the entry has another
	 * one's address, or if the run fails; a key that was made by then is in force at the
	 * next run
	 */
	RotationReport rotate(EntryRef ref) {
		return alone(Trigger.ROTATE, (control) -> new RotationStep(this.ports, ref).rotate((options) -> {
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
		return new ReportAssembly(run.context(), run.result()).syncReport(run.duration());
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
			recover();
			RollbackRun rollback = new RollbackRun(revision, this.ports.history().documentsAt(revision));
			rollback.requireKnown(options.scope(), this.ports.read(Pulls.none()));
			return run(this.settings.policy(), options, control, rollback::execute);
		});
		return new ReportAssembly(run.context(), run.result()).syncReport(run.duration());
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
			return run(this.settings.policy(), options, control,
					(context) -> new SyncRun(context, Pulls.retiring(source)).execute());
		});
		return new ReportAssembly(run.context(), run.result()).syncReport(run.duration());
	}

	private void requireRetirable(String source) {
		if (this.ports.sources().find(source).isPresent()) {
			throw new ProblemException(ProblemCode.SOURCE_CONFIGURED,
					"The coordinator \"%s\" is configured, so its entries are not without a source.".formatted(source),
					Map.of("source", source));
		}
		if (!this.ports.history().sources().contains(source)) {
			throw new ProblemException(ProblemCode.SOURCE_NOT_FOUND,
					"No entry of the registry is held by a source \"%s\".".formatted(source), Map.of("source", source));
		}
	}

	/**
	 * All sources as they are now: those that are configured, the one first that wins,
	 * and those that are not any more.
	 */
	List<SourceStatus> sources() {
		return this.ports.gate().reading(() -> SourceStatus.of(this.ports, this.sources, this.clock.instant()));
	}

	/**
	 * Revokes a version of the entry's key, alone: a run signs all with it or nothing.
	 */
	KnownKey revoke(EntryRef ref, RevokeRequest request) {
		return alone(Trigger.REVOKE, (control) -> {
			recover();
			Revision present = this.ports.history().revision();
			KnownKey revoked = this.ports.keys()
				.revoke(ref, request.wantedVersion(), request.wantedRevision(present), present, request.wantedReason());
			Revocations.match(this.ports.keys(), this.ports.history(), this.clock.instant());
			return revoked;
		});
	}

	/**
	 * Commits an operators' edit, alone.
	 * @throws ProblemException if it is refused, or if the run fails; then nothing was
	 * applied
	 */
	EditResult patch(OperatorEdit edit) {
		return alone(Trigger.PATCH, (control) -> {
			recover();
			EditRun run = new EditRun(edit);
			RunContext preview = context(this.settings.policy(), run.options(), control);
			new EditPlan(preview, this.ports.read(Pulls.none()), edit).decide();
			run(this.settings.policy(), run.options(), control, run::execute);
			return run.result();
		});
	}

	/**
	 * The verdict on every entry as the files are now, agents first; nothing is changed.
	 */
	public List<EntryVerdict> verdicts() {
		return this.ports.gate()
			.reading(() -> ValidationStep.verdicts(this.ports.read(Pulls.none()), this.ports, this.ports.history(),
					() -> {
					}));
	}

	/**
	 * Stops the runs that are under way; those that wait never begin.
	 */
	@Override
	public void close() {
		this.active.close();
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
			return this.queue.alone(control, () -> {
				this.ports.history().requireWritable();
				return lines(control).mark(() -> work.apply(control));
			});
		}
		finally {
			this.active.end(control);
		}
	}

	/**
	 * Remembers what came of a push.
	 */
	private void remember(RunControl control, Runnable work) {
		this.queue.alone(control, () -> {
			recover();
			work.run();
			return work;
		});
	}

	private Run run(RunOptions options, RunControl control) {
		return runUnder(this.settings.policy(), options, control);
	}

	private Run runUnder(ReconcilePolicy policy, RunOptions options, RunControl control) {
		return run(policy, options, control, (context) -> {
			SyncRun run = new SyncRun(context);
			run.pull();
			return run.execute();
		});
	}

	/**
	 * A run in which nothing is pushed, as the caller lets no other one through.
	 */
	private Run run(ReconcilePolicy policy, RunOptions options, RunControl control,
			Function<RunContext, RunResult> work) {
		return finish(begin(context(policy, options, control),
				(context) -> new Committed(work.apply(context), Pushes.Work.NONE)));
	}

	private RunContext context(ReconcilePolicy policy, RunOptions options, RunControl control) {
		return new RunContext(this.ports, policy, this.attendance, this.previews, options, control,
				this.clock.instant());
	}

	private Begun begin(RunOptions options, RunControl control) {
		return begin(context(this.settings.policy(), options, control), (context) -> {
			SyncRun run = new SyncRun(context);
			return this.standstill.find(context, run.pull())
				.map((found) -> new Committed(found.result(), this.push.again(found.push())))
				.orElseGet(() -> walk(context, run));
		});
	}

	private Committed walk(RunContext context, SyncRun run) {
		Standstill.Grounds before = Standstill.Grounds.of(context, run.pulls());
		RunResult result = run.execute();
		Pushes.Work work = this.push.decide(context.options(), run.pulls());
		this.standstill.remember(context, before, run, result, work);
		return new Committed(result, work);
	}

	private Begun begin(RunContext context, Function<RunContext, Committed> work) {
		long start = System.nanoTime();
		Outcome outcome = Outcome.FAILED;
		ProblemCode code = ProblemCode.INTERNAL_ERROR;
		boolean done = false;
		this.active.start(context.control());
		this.metrics.started();
		try {
			this.ports.history().requireWritable();
			recover();
			Begun begun = new Begun(context, work.apply(context), start);
			note(context, begun.committed().result());
			done = true;
			return begun;
		}
		catch (ProblemException ex) {
			outcome = Outcome.of(ex);
			code = ex.code();
			log.warn("Sync {} {}, nothing was changed: {}: {}", context.syncId(), outcome, ex.code().text(),
					ex.detail());
			if (outcome == Outcome.FAILED) {
				context.asked().forEach((source) -> this.sources.failed(source.name(), ex.code()));
			}
			throw ex;
		}
		finally {
			if (!done) {
				Duration duration = Duration.ofNanos(System.nanoTime() - start);
				context.control().end();
				this.metrics.spent(context.control().durations());
				this.metrics.failed(context.options(), outcome, duration);
				failed(context.control(), outcome, code, duration);
			}
		}
	}

	private void note(RunContext context, RunResult result) {
		context.asked().stream().map(CoordinatorClient::name).forEach((source) -> {
			@Nullable ProblemException failure = result.unanswered().get(source);
			if (failure != null) {
				this.sources.failed(source, failure.code());
			}
			else {
				this.sources.answered(source, context.now());
			}
		});
		if (!context.options().dryRun()) {
			this.attendance.adopt(result.plans());
		}
	}

	/**
	 * What is recorded and not published is told of once that is settled.
	 */
	private void failed(RunControl control, Outcome outcome, ProblemCode code, Duration duration) {
		if (this.ports.history().unsettled().isEmpty()) {
			this.book.ended(RunViews.failed(control, outcome, code, duration), Optional.empty(), control.hasWritten());
		}
	}

	/**
	 * Pushes what the run left to push, while others may run, and counts it.
	 */
	private Run finish(Begun begun) {
		RunContext context = begun.context();
		RunResult result = begun.committed().result();
		try {
			result = this.push.push(begun.committed().push(), result, context.control());
		}
		finally {
			context.control().end();
			this.metrics.spent(context.control().durations());
			this.metrics.ended(context.options(), result, begun.duration());
		}
		Duration duration = begun.duration();
		record(context, result, duration);
		report(context, result, duration);
		notice(context, result);
		return new Run(context, result, duration);
	}

	private void record(RunContext context, RunResult result, Duration duration) {
		RunControl control = context.control();
		Optional<Details> found = control.hasWritten() ? RunDetails.withPushed(control.findDetails(), result)
				: RunDetails.of(result);
		found.ifPresent(control::found);
		this.book.ended(RunViews.ended(context, result, duration), found, control.hasWritten());
	}

	private static void report(RunContext context, RunResult result, Duration duration) {
		if (result.outcome() == Outcome.NO_CHANGE || context.options().dryRun()) {
			log.debug("Sync {}: {}", context.syncId(), result.outcome());
		}
		else {
			log.info("Sync {}: {}, revision {}, {} keys created, {} identities repaired, {} valid, {} invalid, {} ms",
					context.syncId(), result.outcome(), result.revision(), result.keysCreated().size(),
					result.identitiesRepaired().size(), result.valid(), result.invalid(), duration.toMillis());
		}
	}

	private static void notice(RunContext context, RunResult result) {
		if (!context.options().dryRun()) {
			new ReportAssembly(context, result).notices()
				.forEach((notice) -> log.info("Sync {}: {}/{}: {}", context.syncId(), notice.kind(), notice.id(),
						notice.message()));
		}
	}

	private RunLines lines(RunControl control) {
		return new RunLines(control.origin().syncId(), String.join(",", this.ports.sources().names()));
	}

	private final class Work implements RunQueue.Work<RunOptions, Begun, Run> {

		@Override
		public Begun begin(RunOptions question, RunControl control) {
			return lines(control).mark(() -> SyncService.this.begin(question, control));
		}

		@Override
		public Run finish(Begun begun) {
			return lines(begun.context().control()).mark(() -> SyncService.this.finish(begun));
		}

		@Override
		public void abandoned(RunControl control, ProblemException stop) {
			SyncService.this.metrics.abandoned(control.origin());
			failed(control, Outcome.of(stop), stop.code(), Duration.ZERO);
			lines(control).mark(() -> {
				log.info("Sync {} {}", control.origin().syncId(), stop.detail());
				return control;
			});
		}

		@Override
		public void ended(RunControl control) {
			SyncService.this.active.end(control);
		}

	}

	private record Committed(RunResult result, Pushes.Work push) {
	}

	private record Begun(RunContext context, Committed committed, long start) {

		private Duration duration() {
			return Duration.ofNanos(System.nanoTime() - this.start);
		}

	}

	private record Run(RunContext context, RunResult result, Duration duration) {
	}

}
