package dev.registrysync.sync;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.registrysync.problem.Fails;
import dev.registrysync.problem.ProblemCode;

/**
 * Says of a call that it reads the data directory, and commits.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Fails(value = { ProblemCode.REGISTRY_UNREADABLE, ProblemCode.REGISTRY_MISSING, ProblemCode.REGISTRY_NOT_WRITABLE,
		ProblemCode.HISTORY_READ_ONLY, ProblemCode.KEYSTORE_INACCESSIBLE, ProblemCode.KEYSTORE_DAMAGED,
		ProblemCode.KEYSTORE_MISSING, ProblemCode.KEYSTORE_CHANGED },
		when = "A registry file, the history or the keystore cannot be read or written, or the history is not what was written; the registry is as it was",
		example = "sync/registry-unreadable.json")
@Fails(value = { ProblemCode.DISK_FULL, ProblemCode.OUT_OF_MEMORY },
		when = "The disk is full, or the heap is too small; the registry is as it was")
@interface FailsOnTheVolume {

}
