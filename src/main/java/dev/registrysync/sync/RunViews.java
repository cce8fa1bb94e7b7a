package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.registrysync.history.Details;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.reconcile.Plan;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;
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
				null, null, null, null, null, null, null);
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
				report.sources(), control.findDetails().map(Details::digest).orElse(null), null, null, null, null);
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
				null, null);
	}

	/**
	 * A run of which the history only has what it decided.
	 * @param cause what its last line tells
	 */
	static RunView interrupted(JsonObject cause) {
		Optional<Long> revision = cause.find("revision").map((number) -> Long.valueOf(number.toString()));
		return new RunView(cause.findText("sync_id").orElseThrow(), RunView.ENDED, text(cause, "trigger"),
				text(cause, "actor"), null, cause.findText("at").map(Instant::parse).orElse(null), null, null, null,
				interruptedOutcome(cause), revision.orElse(null), null, null, null, null, null, null, null, null, null,
				null, null, text(cause, "details"), null, null, null, true);
	}

	private static Outcome interruptedOutcome(JsonObject cause) {
		if (cause.has("taken_back")) {
			return Outcome.FAILED;
		}
		if (cause.has("in_part")) {
			return Outcome.PARTIAL;
		}
		return cause.has("noted") ? Outcome.NO_CHANGE : Outcome.SUCCEEDED;
	}

	private static @Nullable String text(JsonObject json, String name) {
		return json.findText(name).orElse(null);
	}

	static JsonObject toJson(RunView run) {
		byte[] bytes = MAPPER.writeValueAsString(run).getBytes(StandardCharsets.UTF_8);
		return (JsonReader.read(bytes) instanceof JsonObject json) ? json : JsonObject.EMPTY;
	}

	static RunView fromJson(JsonObject json) {
		return MAPPER.readValue(JsonText.compactBytes(json), RunView.class);
	}

}
