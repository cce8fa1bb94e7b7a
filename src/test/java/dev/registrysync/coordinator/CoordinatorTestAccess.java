package dev.registrysync.coordinator;

import java.net.URI;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.Kind;

/**
 * Makes the failures of a coordinator for the tests of other packages.
 */
public final class CoordinatorTestAccess {

	private CoordinatorTestAccess() {
	}

	public static BadAnswerException badAnswer(int status) {
		return Question.toPatch("default", Kind.AGENTS, URI.create("http://h"))
			.bad(ProblemCode.COORDINATOR_ERROR_STATUS, "answered " + status, status);
	}

}
