package dev.registrysync.sync;

import java.util.Locale;
import java.util.concurrent.Callable;

import dev.registrysync.problem.CodedFailure;
import dev.registrysync.problem.ProblemCode;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * The spans of a run, beneath that of whoever wanted it: one for all of it, and beneath
 * that one for each time that it comes through a phase. All is called by the thread that
 * makes the run, whose log lines name the span.
 */
final class RunTrace {

	private static final String NAME = "registry.sync.span.";

	private final ObservationRegistry observations;

	private final Observation run;

	private Observation phase = Observation.NOOP;

	private Observation.Scope runScope = Observation.Scope.NOOP;

	private Observation.Scope phaseScope = Observation.Scope.NOOP;

	private boolean begun;

	/**
	 * Made by whoever wants the run.
	 */
	RunTrace(ObservationRegistry observations, RunOrigin origin) {
		this.observations = observations;
		this.run = Observation.createNotStarted(NAME + "run", observations)
			.contextualName("run")
			.parentObservation(observations.getCurrentObservation())
			.lowCardinalityKeyValue("trigger", origin.trigger().text())
			.lowCardinalityKeyValue("dry_run", Boolean.toString(origin.dryRun()))
			.highCardinalityKeyValue("sync_id", origin.syncId());
	}

	void begin() {
		if (!this.begun) {
			this.begun = true;
			this.runScope = this.run.start().openScope();
		}
	}

	/**
	 * Goes on to a phase. What is looked at before the run begins belongs to none.
	 */
	void begin(Phase next) {
		endPhase();
		if (this.begun) {
			this.phase = Observation.createNotStarted(NAME + "phase", this.observations)
				.contextualName(next.text())
				.lowCardinalityKeyValue("phase", next.text())
				.start();
			this.phaseScope = this.phase.openScope();
		}
	}

	void endPhase() {
		this.phaseScope.close();
		this.phase.stop();
		this.phaseScope = Observation.Scope.NOOP;
		this.phase = Observation.NOOP;
	}

	/**
	 * Has work that another thread does belong to the present phase.
	 */
	<T> Callable<T> carried(Callable<T> work) {
		Observation carried = this.phase;
		return () -> {
			try (Observation.Scope scope = carried.openScope()) {
				return work.call();
			}
		};
	}

	void ended(Outcome outcome) {
		this.run.lowCardinalityKeyValue("outcome", outcome.name().toLowerCase(Locale.ROOT));
	}

	void failed(Outcome outcome, ProblemCode code) {
		ended(outcome);
		this.run.error(new CodedFailure(code));
	}

	/**
	 * Nothing more belongs to the run.
	 */
	void end() {
		endPhase();
		if (this.begun) {
			this.begun = false;
			this.runScope.close();
			this.run.stop();
		}
	}

}
