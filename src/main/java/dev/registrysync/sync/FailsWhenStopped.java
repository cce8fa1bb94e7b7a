package dev.registrysync.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;

/**
 * Says of a call that it is a run, which can be stopped.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Fails(value = ProblemCode.SYNC_CANCELLED, when = "Somebody cancelled the run before it committed anything",
		example = "sync/cancelled.json")
@Fails(value = ProblemCode.DEADLINE_EXCEEDED, when = "The run took longer than its deadline and had committed nothing",
		example = "sync/overdue.json")
@interface FailsWhenStopped {

}
