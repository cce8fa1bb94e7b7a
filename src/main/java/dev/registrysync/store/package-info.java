/**
 * The persistent registries: JSON files that other programs read and edit.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "problem", "volume" })
package dev.registrysync.store;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
