/**
 * The vocabulary: kinds, ids, entries and registry documents. Pure: no IO, no clock, no
 * Spring.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.registrysync.registry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
