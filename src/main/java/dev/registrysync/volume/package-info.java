/**
 * The data directory: its layout, the one process that may use it, and files that are
 * replaced durably or not at all, and temporary files of texts.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "problem", "registry" })
package dev.registrysync.volume;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
