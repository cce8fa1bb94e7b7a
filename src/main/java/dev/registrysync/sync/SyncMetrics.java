package dev.registrysync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.registrysync.identity.Verdict;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.Guard;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of runs. No label holds an id, a URL or a text from outside, and every
 * series is there from the start.
 */
class SyncMetrics {

	static final String PREFIX = "registry.sync.";

	static final String KEYS_CREATED = PREFIX + "keys.created";

	private final MeterRegistry meters;

	private final RegistryGauges registry;

	private final AtomicLong inProgress = new AtomicLong();

	private final SourceRecords sources;

	private final Counter keysCreated;

	SyncMetrics(MeterRegistry meters, SourceRecords sources) {
		this.meters = meters;
		this.registry = new RegistryGauges(meters);
		this.keysCreated = counter("keys.created", "Keys made", Tags.empty());
		Gauge.builder(PREFIX + "in.progress", this.inProgress, AtomicLong::doubleValue)
			.description("Runs under way")
			.register(meters);
		this.sources = sources;
		sources.sources().forEach(this::register);
		Stream.of(Kind.values()).forEach(this::register);
		Stream.of(Guard.values()).forEach(this::trips);
		Stream.of(Phase.values()).forEach(this::timer);
		for (Outcome outcome : Outcome.values()) {
			timer(outcome);
			for (Trigger trigger : Trigger.values()) {
				runs(trigger, outcome, true);
				runs(trigger, outcome, false);
			}
		}
	}

	private void register(String source) {
		Tags tags = Tags.of("source", source);
		Gauge.builder(PREFIX + "consecutive.failures", this.sources, (records) -> records.consecutiveFailures(source))
			.description("Runs that asked the source and failed, since the last one that did not")
			.tags(tags)
			.register(this.meters);
		TimeGauge
			.builder(PREFIX + "last.success.timestamp", this.sources, TimeUnit.MILLISECONDS,
					(records) -> records.lastSuccess(source).map(Instant::toEpochMilli).orElse(0L))
			.description("When a run that asked the source last ended well; 0 if none did since the start")
			.tags(tags)
			.register(this.meters);
	}

	private void register(Kind kind) {
		Stream.of(Action.values())
			.filter((action) -> action != Action.UNCHANGED)
			.forEach((action) -> changes(kind, action));
		for (Verdict verdict : Verdict.values()) {
			verifications(kind, verdict);
		}
		conflicts(kind);
	}

	private Counter counter(String name, String description, Tags tags) {
		return Counter.builder(PREFIX + name).description(description).tags(tags).register(this.meters);
	}

	private Counter runs(Trigger trigger, Outcome outcome, boolean dryRun) {
		return counter("runs", "Runs that ended",
				Tags.of("trigger", trigger.text(), "outcome", lower(outcome), "dry_run", Boolean.toString(dryRun)));
	}

	private Timer timer(Outcome outcome) {
		return Timer.builder(PREFIX + "run.duration")
			.description("How long runs took")
			.tag("outcome", lower(outcome))
			.register(this.meters);
	}

	private Timer timer(Phase phase) {
		return Timer.builder(PREFIX + "phase.duration")
			.description("How long runs were in each phase")
			.tag("phase", phase.text())
			.register(this.meters);
	}

	private Counter changes(Kind kind, Action action) {
		return counter("changes", "Entries that runs changed", Tags.of("kind", kind.plural(), "action", action.text()));
	}

	private Counter conflicts(Kind kind) {
		return counter("conflicts", "Members that both sides had changed, found by a run",
				Tags.of("kind", kind.plural()));
	}

	private Counter trips(Guard guard) {
		return counter("guard.trips", "Answers whose absences a run held back", Tags.of("guard", guard.text()));
	}

	private Counter verifications(Kind kind, Verdict verdict) {
		return counter("signature.verifications", "Entries validated anew, as their text or keys had changed",
				Tags.of("kind", kind.plural(), "result", lower(verdict)));
	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What there is at the start.
	 * @param census counts it, once somebody wants to know
	 */
	void found(Revision revision, Supplier<Census> census) {
		this.registry.found(revision, census);
	}

	void started() {
		this.inProgress.incrementAndGet();
	}

	void verified(Kind kind, Verdict verdict) {
		verifications(kind, verdict).increment();
	}

	/**
	 * A run was cancelled before its turn.
	 */
	void abandoned(RunOrigin origin) {
		runs(origin.trigger(), Outcome.CANCELLED, origin.dryRun()).increment();
	}

	void failed(RunOptions options, Outcome outcome, Duration duration) {
		ended(options, outcome, duration);
	}

	/**
	 * A run has made so many first keys of entries, committed or not.
	 */
	void madeKeys(int count) {
		this.keysCreated.increment(count);
	}

	/**
	 * How long a run was in each phase.
	 */
	void spent(Map<Phase, Duration> durations) {
		durations.forEach((phase, duration) -> timer(phase).record(duration));
	}

	void ended(RunOptions options, RunResult result, Duration duration) {
		ended(options, result.outcome(), duration);
		if (options.dryRun()) {
			return;
		}
		result.plans().values().forEach(this::planned);
		result.pushConflicts().forEach((conflict) -> conflicts(conflict.ref().kind()).increment());
		if (options.trigger() == Trigger.PATCH) {
			this.registry.edited(result.revision());
		}
		else {
			Census census = result.census();
			this.registry.counted(result.revision(), census);
		}
		for (Kind kind : Kind.values()) {
			if (options.validate() && options.scope().coversAllOf(kind)) {
				this.registry.validated(kind, result);
			}
		}
	}

	private void ended(RunOptions options, Outcome outcome, Duration duration) {
		this.inProgress.decrementAndGet();
		runs(options.trigger(), outcome, options.dryRun()).increment();
		timer(outcome).record(duration);
	}

	private void planned(Plan plan) {
		plan.counts().forEach((action, count) -> {
			if (action != Action.UNCHANGED) {
				changes(plan.kind(), action).increment(count);
			}
		});
		conflicts(plan.kind()).increment(plan.conflicts().size());
		plan.hold().ifPresent((hold) -> trips(hold.guard()).increment());
	}

}
