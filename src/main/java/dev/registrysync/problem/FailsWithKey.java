package dev.registrysync.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The failures of calls that take an {@code Idempotency-Key}.
 */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Fails(value = ProblemCode.IDEMPOTENT_CALL_RUNNING, when = "The call with this Idempotency-Key still runs")
@Fails(value = ProblemCode.IDEMPOTENCY_KEY_REUSED, when = "The Idempotency-Key belongs to another request")
@interface FailsWithKey {

}
