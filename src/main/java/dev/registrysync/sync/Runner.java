package dev.registrysync.sync;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.registrysync.coordinator.CoordinatorClient;
import dev.registrysync.history.Details;
import dev.registrysync.problem.ExhaustedHeap;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ReconcilePolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes runs, each from the moment at which its time counts until it is told. Many may
 * ask their sources at the same time; one at a time decides and commits.
 */
final class Runner {

	private static final Logger log = LoggerFactory.getLogger(Runner.class);

	private static final String COMMITTED = "what this run had committed by then stays";

	private final SyncPorts ports;

	private final SyncSettings settings;

	private final ActiveRuns active;

	private final RunRecorder recorder;

	private final SourceRecords sources;

	private final SyncMetrics metrics;

	private final Clock clock;

	private final KnownAttendance attendance = new KnownAttendance();

	private final Previews previews = new Previews();

	private final Pushes push;

	private final OutOfSync outOfSync;

	private final Standstill standstill = new Standstill();

	private final Turn deciding = new Turn();

	Runner(SyncPorts ports, SyncSettings settings, ActiveRuns active, RunRecorder recorder, SourceRecords sources,
			SyncMetrics metrics, Clock clock) {
		this.ports = ports;
		this.settings = settings;
		this.active = active;
		this.recorder = recorder;
		this.sources = sources;
		this.metrics = metrics;
		this.clock = clock;
		this.push = new Pushes(ports, this::remember);
		this.outOfSync = new OutOfSync(ports, settings.policy(), this.attendance.answers());
	}

	/**
	 * Finds out what became of files that an earlier run was replacing when it failed.
	 */
	void recover() {
		this.ports.registry().recover();
	}

	/**
	 * Does something while no run decides.
	 */
	<T> T alone(RunControl control, Supplier<T> work) {
		this.deciding.take(control);
		try {
			return work.get();
		}
		finally {
			this.deciding.pass();
		}
	}

	/**
	 * Remembers what came of a push.
	 */
	private void remember(RunControl control, Runnable work) {
		alone(control, () -> {
			recover();
			work.run();
			return work;
		});
	}

	/**
	 * A run that pushes nothing, as the caller lets no other one through.
	 */
	Run run(ReconcilePolicy policy, RunOptions options, RunControl control, Function<RunContext, RunResult> work) {
		RunContext context = context(policy, options, control);
		return finish(begin(context, () -> {
		}, () -> new Committed(work.apply(context), Pushes.Work.NONE)));
	}

	/**
	 * Finds the entries that differ from what their source said.
	 */
	OutOfSync outOfSync() {
		return this.outOfSync;
	}

	/**
	 * What one at a time has that decides.
	 */
	Turn deciding() {
		return this.deciding;
	}

	RunContext context(ReconcilePolicy policy, RunOptions options, RunControl control) {
		return new RunContext(this.ports, policy, this.attendance, this.previews, new Approval(), this.outOfSync,
				options, control, this.clock.instant());
	}

	/**
	 * Asks the sources, decides and commits; {@link #finish} is to follow.
	 */
	StartedRun begin(RunOptions options, RunControl control) {
		RunContext context = context(this.settings.policy(), options, control);
		SyncRun run = new SyncRun(context);
		return begin(context, run::pull, () -> decide(context, run));
	}

	private Committed decide(RunContext context, SyncRun run) {
		run.catchUp();
		return this.standstill.find(context, run.pulls())
			.map((found) -> new Committed(found.result(), this.push.again(found.push())))
			.orElseGet(() -> walk(context, run));
	}

	private Committed walk(RunContext context, SyncRun run) {
		Standstill.Grounds before = Standstill.Grounds.of(context, run.pulls());
		RunResult result = run.execute();
		try {
			return ExhaustedHeap.telling(() -> {
				Pushes.Work work = this.push.decide(context, run.pulls(), result);
				this.standstill.remember(context, before, run, result, work);
				return new Committed(result, work);
			});
		}
		catch (ProblemException ex) {
			return new Committed(result.cutShort(ex, result.revision()), Pushes.Work.NONE);
		}
	}

	StartedRun begin(RunContext context, Runnable ahead, Supplier<Committed> work) {
		long start = System.nanoTime();
		Outcome outcome = Outcome.FAILED;
		ProblemCode code = ProblemCode.INTERNAL_ERROR;
		boolean done = false;
		this.metrics.started();
		try {
			this.active.start(context.control());
			StartedRun started = ExhaustedHeap.telling(() -> {
				this.ports.history().requireWritable();
				ahead.run();
				return new StartedRun(context, alone(context.control(), () -> decided(context, work)), start);
			});
			done = true;
			return started;
		}
		catch (ProblemException ex) {
			outcome = outcome(context.control(), Outcome.of(ex));
			code = ex.code();
			Optional<String> left = findLeft(context.control());
			log.atLevel(isContinuous(context) ? Level.DEBUG : Level.WARN)
				.log("Sync {} {}, {}: {}: {}", context.syncId(), outcome, left.orElse("nothing was changed"),
						ex.code().text(), ex.detail());
			if (outcome == Outcome.FAILED) {
				context.asked().forEach((source) -> this.sources.failed(source.name(), ex.code()));
			}
			throw left.map((what) -> ex.withRemedy("%s In this case %s.".formatted(ex.remedy(), what))).orElse(ex);
		}
		finally {
			if (!done) {
				outcome = outcome(context.control(), outcome);
				Duration duration = Duration.ofNanos(System.nanoTime() - start);
				context.control().end();
				context.control().trace().failed(outcome, code);
				this.metrics.spent(context.control().durations());
				this.metrics.madeKeys(context.control().keysMade().size());
				this.metrics.failed(context.options(), outcome, duration);
				failed(context.control(), outcome, code, duration);
			}
		}
	}

	private static Outcome outcome(RunControl control, Outcome failed) {
		return control.hasCommitted() ? Outcome.PARTIAL : failed;
	}

	/**
	 * Returns what a run without a result leaves behind; empty if it changed nothing.
	 */
	private Optional<String> findLeft(RunControl control) {
		return control.hasCommitted() ? Optional.of(COMMITTED) : Optional.empty();
	}

	private Committed decided(RunContext context, Supplier<Committed> work) {
		this.ports.history().requireWritable();
		recover();
		Committed committed = work.get();
		note(context, committed.result());
		return committed;
	}

	private void note(RunContext context, RunResult result) {
		context.asked().stream().map(CoordinatorClient::name).forEach((source) -> {
			@Nullable ProblemException failure = result.unanswered()
				.getOrDefault(source, result.failures().stream().filter(Runner::isFailure).findFirst().orElse(null));
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
	 * Whoever cancels a run says nothing about its sources.
	 */
	private static boolean isFailure(ProblemException failure) {
		return failure.code() != ProblemCode.SYNC_CANCELLED;
	}

	private void failed(RunControl control, Outcome outcome, ProblemCode code, Duration duration) {
		this.recorder.ended(RunViews.failed(control, outcome, code, duration), Details.NONE,
				this.recorder.hasWritten(control));
	}

	/**
	 * A run was stopped before its turn.
	 */
	void abandoned(RunControl control, ProblemException stop) {
		this.metrics.abandoned(control.origin());
		failed(control, Outcome.of(stop), stop.code(), Duration.ZERO);
		log.info("Sync {} {}", control.origin().syncId(), stop.detail());
	}

	/**
	 * Pushes what the run left to push, while others may run, and counts it.
	 */
	Run finish(StartedRun started) {
		RunContext context = started.context();
		RunResult result = started.committed().result();
		try {
			result = pushed(started);
		}
		finally {
			context.control().end();
			context.control().trace().ended(result.outcome());
			this.metrics.spent(context.control().durations());
			this.metrics.madeKeys(context.control().keysMade().size());
			this.metrics.ended(context.options(), result, started.duration());
		}
		return ended(context, result, started.duration());
	}

	/**
	 * What the run committed stays, whatever becomes of the push.
	 */
	private RunResult pushed(StartedRun started) {
		RunResult result = started.committed().result();
		try {
			return ExhaustedHeap
				.telling(() -> this.push.push(started.committed().push(), result, started.context().control()));
		}
		catch (ProblemException ex) {
			return result.cutShort(ex, result.revision());
		}
	}

	private Run ended(RunContext context, RunResult result, Duration duration) {
		return ExhaustedHeap.telling(() -> {
			record(context, result, duration);
			report(context, result, duration);
			notice(context, result);
			return new Run(context, result, duration);
		});
	}

	private void record(RunContext context, RunResult result, Duration duration) {
		RunControl control = context.control();
		this.recorder.ended(RunViews.ended(context, result, duration), RunDetails.of(control, result),
				control.hasWritten());
	}

	/**
	 * Continuous sync says itself when something is not as before.
	 */
	private static boolean isContinuous(RunContext context) {
		return context.options().trigger() == Trigger.CONTINUOUS;
	}

	private static void report(RunContext context, RunResult result, Duration duration) {
		boolean quiet = isContinuous(context) && !result.committed();
		if (quiet || result.outcome() == Outcome.NO_CHANGE || context.options().dryRun()) {
			log.debug("Sync {}: {}", context.syncId(), result.outcome());
		}
		else {
			log.info(
					"Sync {}: {}, revision {}, {} keys created, {} identities repaired, {} valid, {} invalid ({}), {} ms",
					context.syncId(), result.outcome(), result.revision(), result.keysCreated().size(),
					result.identitiesRepaired().size(), result.valid(), result.invalid(),
					Validation.of(context.options(), result), duration.toMillis());
			if (!isContinuous(context)) {
				result.failures()
					.forEach((failure) -> log.warn("Sync {} did not complete: {}: {}", context.syncId(),
							failure.code().text(), failure.detail()));
			}
		}
	}

	/**
	 * Logs the notices. Those about a whole answer are the same in many runs, and are
	 * logged only if the run commits.
	 */
	private static void notice(RunContext context, RunResult result) {
		if (!context.options().dryRun()) {
			new ReportAssembly(context, result).notices()
				.stream()
				.filter((notice) -> notice.id() != null || result.committed())
				.forEach((notice) -> log.info("Sync {}: {}: {}", context.syncId(), notice.subject(), notice.message()));
		}
	}

	record Committed(RunResult result, Pushes.Work push) {
	}

	record StartedRun(RunContext context, Committed committed, long start) {

		/**
		 * The same run, after files could not be written.
		 */
		StartedRun with(List<ProblemException> failures) {
			RunResult result = this.committed.result();
			for (ProblemException failure : failures) {
				result = result.cutShort(failure, result.revision());
			}
			return new StartedRun(this.context, new Committed(result, this.committed.push()), this.start);
		}

		private Duration duration() {
			return Duration.ofNanos(System.nanoTime() - this.start);
		}

	}

	record Run(RunContext context, RunResult result, Duration duration) {

		SyncReport report() {
			return new ReportAssembly(this.context, this.result).syncReport(this.duration);
		}

	}

}
