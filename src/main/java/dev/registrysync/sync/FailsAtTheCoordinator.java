package dev.registrysync.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;

/**
 * Says of a call that it pulls from the coordinator.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Fails(value = { ProblemCode.COORDINATOR_REPORTED_ERROR, ProblemCode.COORDINATOR_ERROR_STATUS,
		ProblemCode.COORDINATOR_UNAUTHORIZED, ProblemCode.COORDINATOR_NOT_JSON, ProblemCode.COORDINATOR_BROKEN_JSON,
		ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, ProblemCode.COORDINATOR_ANSWER_TOO_LARGE,
		ProblemCode.COORDINATOR_OFFERS_NOTHING }, when = "The coordinator's answer is no registry; nothing was changed",
		example = "sync/coordinator-error.json")
@Fails(value = { ProblemCode.COORDINATOR_UNREACHABLE, ProblemCode.REGISTRY_CONTENDED },
		when = "The coordinator cannot be reached, or another program wrote a registry file each time that the run wanted to replace it; nothing was changed",
		example = "sync/coordinator-unreachable.json")
@Fails(value = ProblemCode.COORDINATOR_TIMEOUT, when = "The coordinator did not answer in time; nothing was changed")
@interface FailsAtTheCoordinator {

}
