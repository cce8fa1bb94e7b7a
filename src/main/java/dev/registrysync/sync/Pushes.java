package dev.registrysync.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The pushes to all sources.
 */
final class Pushes {

	private final Map<String, PushStep> steps = new LinkedHashMap<>();

	/**
	 * Makes a step for each source.
	 * @param alone does something while nothing runs
	 */
	Pushes(SyncPorts ports, BiConsumer<RunControl, Runnable> alone) {
		ports.sources()
			.clients()
			.forEach((source) -> this.steps.put(source.name(), new PushStep(ports, source, alone)));
	}

	/**
	 * Decides what to send to each source.
	 * @param result the run's result until now
	 */
	Work decide(RunContext context, Pulls pulls, RunResult result) {
		Map<String, PushWork> works = new LinkedHashMap<>();
		this.steps.forEach((source, step) -> works.put(source, step.decide(context, pulls, result)));
		return new Work(works);
	}

	/**
	 * What {@link #decide} would answer where nothing has changed since it answered this.
	 */
	Work again(Work idle) {
		Map<String, PushWork> works = new LinkedHashMap<>();
		this.steps.forEach((source, step) -> works.put(source, step.again(idle.of(source))));
		return new Work(works);
	}

	/**
	 * Sends it, source by source.
	 * @return the result with what became of the pushes
	 */
	RunResult push(Work work, RunResult result, RunControl control) {
		RunResult pushed = result;
		for (Map.Entry<String, PushStep> step : this.steps.entrySet()) {
			pushed = step.getValue().push(work.of(step.getKey()), pushed, control);
		}
		return pushed;
	}

	/**
	 * What a run leaves to be sent to the sources.
	 *
	 * @param bySource for each
	 */
	record Work(Map<String, PushWork> bySource) {

		/** Nothing to send. */
		static final Work NONE = new Work(Map.of());

		Work {
			bySource = Map.copyOf(bySource);
		}

		private PushWork of(String source) {
			return this.bySource.getOrDefault(source, PushWork.NONE);
		}

		boolean isIdle() {
			return List.copyOf(this.bySource.values()).stream().allMatch(PushWork::isIdle);
		}

	}

}
