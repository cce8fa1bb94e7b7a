/**
 * The header {@code Idempotency-Key}: a change that is sent again, because its answer got
 * lost, is made once.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "problem", "security", "database" })
package dev.registrysync.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
