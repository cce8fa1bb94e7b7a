package dev.registrysync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import dev.registrysync.identity.Verdict;
import dev.registrysync.reconcile.Action;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of runs. No label holds an id, a URL or a text from outside, and every
 * series is there from the start.
 */
class SyncMetrics {

	static final String KEYS_CREATED = "registry.sync.keys.created";

	private static final String PREFIX = "registry.sync.";

	private final MeterRegistry meters;

	private final AtomicLong inProgress = new AtomicLong();

	private final AtomicLong revision = new AtomicLong();

	private final AtomicLong consecutiveFailures = new AtomicLong();

	private final AtomicLong lastSuccess = new AtomicLong();

	private final Map<Kind, AtomicLong> invalid = new EnumMap<>(Kind.class);

	private final Map<Kind, AtomicLong> missing = new EnumMap<>(Kind.class);

	private final Map<Kind, AtomicLong> entries = new EnumMap<>(Kind.class);

	private final Counter keysCreated;

	SyncMetrics(MeterRegistry meters, String source) {
		this.meters = meters;
		this.keysCreated = Counter.builder(KEYS_CREATED).register(meters);
		meters.gauge(PREFIX + "in.progress", this.inProgress);
		meters.gauge(PREFIX + "revision", this.revision);
		Tags tags = Tags.of("source", source);
		meters.gauge(PREFIX + "consecutive.failures", tags, this.consecutiveFailures);
		TimeGauge
			.builder(PREFIX + "last.success.timestamp", this.lastSuccess, TimeUnit.MILLISECONDS,
					AtomicLong::doubleValue)
			.tags(tags)
			.register(meters);
		for (Kind kind : Kind.values()) {
			this.invalid.put(kind, gauge("signatures.invalid", Tags.of("kind", kind.plural())));
			this.missing.put(kind, gauge("identity.missing", Tags.of("kind", kind.plural())));
			this.entries.put(kind, gauge("entries", Tags.of("kind", kind.plural(), "state", "registered")));
			register(kind);
		}
		for (Outcome outcome : Outcome.values()) {
			timer(outcome);
			for (Trigger trigger : Trigger.values()) {
				runs(trigger, outcome, true);
				runs(trigger, outcome, false);
			}
		}
	}

	private AtomicLong gauge(String name, Tags tags) {
		AtomicLong value = new AtomicLong();
		this.meters.gauge(PREFIX + name, tags, value);
		return value;
	}

	private static void set(Map<Kind, AtomicLong> gauges, Kind kind, long value) {
		Objects.requireNonNull(gauges.get(kind)).set(value);
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

	private Counter runs(Trigger trigger, Outcome outcome, boolean dryRun) {
		return this.meters.counter(PREFIX + "runs", "trigger", trigger.text(), "outcome", lower(outcome), "dry_run",
				Boolean.toString(dryRun));
	}

	private Timer timer(Outcome outcome) {
		return this.meters.timer(PREFIX + "run.duration", "outcome", lower(outcome));
	}

	private Counter changes(Kind kind, Action action) {
		return this.meters.counter(PREFIX + "changes", "kind", kind.plural(), "action", action.text());
	}

	private Counter conflicts(Kind kind) {
		return this.meters.counter(PREFIX + "conflicts", "kind", kind.plural());
	}

	private Counter verifications(Kind kind, Verdict verdict) {
		return this.meters.counter(PREFIX + "signature.verifications", "kind", kind.plural(), "result", lower(verdict));
	}

	private static String lower(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	void started() {
		this.inProgress.incrementAndGet();
	}

	void verified(Kind kind, Verdict verdict) {
		verifications(kind, verdict).increment();
	}

	void failed(RunOptions options, Duration duration) {
		ended(options, Outcome.FAILED, duration);
		if (options.pull()) {
			this.consecutiveFailures.incrementAndGet();
		}
	}

	void ended(RunOptions options, RunResult result, Duration duration, Instant now) {
		ended(options, result.outcome(), duration);
		this.revision.set(result.revision().number());
		if (options.pull()) {
			this.consecutiveFailures.set(0);
			this.lastSuccess.set(now.toEpochMilli());
		}
		if (options.dryRun()) {
			return;
		}
		this.keysCreated.increment(result.keysCreated().size());
		result.plans().values().forEach(this::planned);
		result.push().conflicts().forEach((conflict) -> conflicts(conflict.ref().kind()).increment());
		result.sizes().forEach((kind, size) -> set(this.entries, kind, size));
		for (Kind kind : Kind.values()) {
			if (options.validate() && options.scope().coversAllOf(kind)) {
				set(this.invalid, kind, result.invalid(kind));
				set(this.missing, kind, result.missing(kind));
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
	}

}
