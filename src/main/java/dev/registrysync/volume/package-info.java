/**
 * The data directory: its layout, the one process that may use it, and files that are
 * replaced or extended durably or not at all.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "problem", "registry" })
package dev.registrysync.volume;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
