/**
 * The registry files: JSON that other programs read and edit. They are written after a
 * commit, as the database has it.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "problem", "volume" })
package dev.registrysync.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
