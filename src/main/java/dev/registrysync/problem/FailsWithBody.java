package dev.registrysync.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The failures of calls that read a body.
 */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Fails(value = ProblemCode.REQUEST_TIMEOUT, when = "The body takes too long to arrive")
@Fails(value = ProblemCode.REQUEST_TOO_LARGE, when = "The body is larger than 1 MiB")
@Fails(value = ProblemCode.UNSUPPORTED_MEDIA_TYPE, when = "The Content-Type is not one that the call reads")
@interface FailsWithBody {

}
