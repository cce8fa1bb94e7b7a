package dev.registrysync.coordinator;

import java.net.URI;
import java.util.List;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Kind;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.util.unit.DataSize;

/**
 * Makes the failures of a coordinator for the tests of other packages.
 */
public final class CoordinatorTestAccess {

	private CoordinatorTestAccess() {
	}

	/**
	 * A client that waits for an answer for as long as a test may take.
	 */
	public static CoordinatorClient http(String name, URI url) {
		return new HttpCoordinatorClient(name,
				new CoordinatorProperties.Coordinator(url.toString(), null, "Authorization", Coordinators.PATIENT,
						Coordinators.PATIENT, DataSize.ofMegabytes(1), false, 0,
						List.of("agent_id", "id", "name", "type", "status", "agent_type", "version")),
				RetryPause.JITTER, ObservationRegistry.NOOP, Coordinators.TEMPORARY);
	}

	public static BadAnswerException badAnswer(int status) {
		return Question.toPatch("default", Kind.AGENTS, URI.create("http://h"))
			.bad(ProblemCode.COORDINATOR_ERROR_STATUS, "answered " + status, status);
	}

}
