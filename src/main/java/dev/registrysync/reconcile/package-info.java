/**
 * The decision: what a runtime registry means for the persistent one. One pure function
 * of base, runtime, persistent and policy; its result is a {@link Plan}.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity" })
package dev.registrysync.reconcile;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
