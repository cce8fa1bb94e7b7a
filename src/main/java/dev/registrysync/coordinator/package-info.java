/**
 * The client of the coordinator: pulls the live registry over HTTP and makes it safe to
 * store.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "problem", "volume" })
package dev.registrysync.coordinator;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
