/**
 * Every failure that a caller can see: one table of codes, one exception, one handler
 * that answers with RFC 9457 problems.
 */
@NullMarked
@ApplicationModule(allowedDependencies = "registry")
package dev.registrysync.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
