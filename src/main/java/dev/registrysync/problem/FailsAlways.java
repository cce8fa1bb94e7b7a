package dev.registrysync.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The failures that every call has.
 */
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Fails(value = ProblemCode.INVALID_REQUEST, when = "The request is malformed")
@Fails(value = ProblemCode.UNAUTHORIZED, when = "The service asks for credentials, and these are missing or wrong")
@Fails(value = { ProblemCode.FORBIDDEN, ProblemCode.CROSS_SITE },
		when = "The caller does not have the role, or a page of another site makes the call")
@Fails(value = ProblemCode.NOT_ACCEPTABLE, when = "The header Accept allows none of the media types of the answer")
@Fails(value = ProblemCode.UNKNOWN_HOST, when = "The header Host is not a name of this service")
@Fails(value = ProblemCode.TOO_MANY_REQUESTS, when = "Too many requests; Retry-After says how long to wait")
@Fails(value = { ProblemCode.INTERNAL_ERROR, ProblemCode.DATABASE_DAMAGED },
		when = "Something went wrong inside the service")
@Fails(value = { ProblemCode.ISSUER_UNREACHABLE, ProblemCode.DATABASE_UNAVAILABLE },
		when = "The issuer of the token, or the database, cannot be reached")
@Fails(value = ProblemCode.OUT_OF_MEMORY, when = "The heap is too small")
@interface FailsAlways {

}
