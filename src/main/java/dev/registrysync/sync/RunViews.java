package dev.registrysync.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

import dev.registrysync.history.Cause;
import dev.registrysync.history.Details;
import dev.registrysync.history.InterruptedRun;
import dev.registrysync.history.RunRecord;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the views of runs, and turns them into what the history keeps and back.
 */
final class RunViews {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private RunViews() {
	}

	/**
	 * A run that waits or is under way.
	 */
	static RunView active(RunControl control) {
		RunOrigin origin = control.origin();
		RunProgress progress = control.progress();
		return new RunView(origin.syncId(), progress.phase().isPresent() ? RunView.RUNNING : RunView.WAITING,
				origin.trigger().text(), origin.actor(), origin.dryRun(), origin.requestedAt(), progress.text(),
				progress.done(), progress.total(), null, null, null, null, null, null, null, null, null, null, null,
				null, null, null, null, null, null);
	}

	/**
	 * A run that ended with a result.
	 */
	static RunView ended(RunContext context, RunResult result, Duration duration) {
		ReportAssembly report = new ReportAssembly(context, result);
		RunControl control = context.control();
		Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
		Map<String, Integer> held = new LinkedHashMap<>();
		for (Kind kind : Kind.values()) {
			counts.put(kind.plural(), report.counts(kind));
		}
		result.plans()
			.values()
			.forEach((plan) -> plan.hold()
				.ifPresent((hold) -> held.merge(plan.kind().plural(), hold.absent().size(), Integer::sum)));
		Map<String, Integer> problems = new TreeMap<>();
		report.problems().forEach((problem) -> problems.merge(problem.code(), 1, Integer::sum));
		return new RunView(context.syncId(), RunView.ENDED, control.origin().trigger().text(), control.origin().actor(),
				context.options().dryRun() ? true : null, context.now(), null, null, null, result.outcome(),
				result.revision().number(), duration.toMillis(), phases(control), counts,
				result.keysCreated().size() + result.identitiesRepaired().size(), result.valid(), result.invalid(),
				Validation.of(context.options(), result), problems, conflicts(result), held.isEmpty() ? null : held,
				report.sources(), null, null, null, null);
	}

	private static int conflicts(RunResult result) {
		return result.pushConflicts().size()
				+ result.plans().values().stream().map(Plan::conflicts).mapToInt((conflicts) -> conflicts.size()).sum();
	}

	private static Map<String, Long> phases(RunControl control) {
		Map<String, Long> phases = new LinkedHashMap<>();
		control.durations().forEach((phase, duration) -> phases.put(phase.text(), duration.toMillis()));
		return phases;
	}

	/**
	 * Returns the view of a run that ended without a result: it committed nothing, or it
	 * failed after its commit.
	 */
	static RunView failed(RunControl control, Outcome outcome, ProblemCode code, Duration duration) {
		RunOrigin origin = control.origin();
		return new RunView(origin.syncId(), RunView.ENDED, origin.trigger().text(), origin.actor(),
				origin.dryRun() ? true : null, origin.requestedAt(), null, null, null, outcome,
				control.findCommitted().map(Revision::number).orElse(null), duration.toMillis(), phases(control), null,
				null, null, null, Validation.NOT_VALIDATED, Map.of(code.text(), 1), null, null, null, null, null, null,
				null);
	}

	/**
	 * Returns the view of a run that did not record how it ended.
	 */
	static RunView interrupted(InterruptedRun run) {
		return new RunView(run.cause().syncId(), RunView.ENDED, run.cause().trigger(), run.cause().actor(), null,
				run.startedAt(), null, null, null, Outcome.valueOf(run.outcome()),
				run.revision().map(Revision::number).orElse(null), null, null, null, null, null, null, null, null, null,
				null, null, null, null, null, true);
	}

	/**
	 * Returns the record of a run that ended.
	 * @param details what it decided and has not written itself
	 * @param sameAs the run that decided the same, if it was counted
	 */
	static RunRecord toRecord(RunView run, Details details, Optional<String> sameAs) {
		return new RunRecord(
				new Cause(run.syncId(), Objects.requireNonNull(run.trigger()), Objects.requireNonNull(run.actor()),
						details),
				Objects.requireNonNull(run.startedAt()), String.valueOf(run.outcome()),
				Objects.requireNonNullElse(run.validation(), Validation.NOT_VALIDATED).name(),
				Optional.ofNullable(run.revision()).map(Revision::new), sameAs, MAPPER.writeValueAsString(run));
	}

	static RunView fromJson(String json) {
		return MAPPER.readValue(json, RunView.class);
	}

}
