package dev.registrysync.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;

/**
 * Says of a call that it reads the registry files.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Fails(value = { ProblemCode.REGISTRY_UNREADABLE, ProblemCode.REGISTRY_MISSING },
		when = "A registry file or the history cannot be read", example = "sync/registry-unreadable.json")
@interface FailsOnRead {

}
