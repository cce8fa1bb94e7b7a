/**
 * Addresses, signatures, what exactly is signed and whether an entry's identity holds.
 * Pure: no IO, no clock, no Spring.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry" })
package dev.registrysync.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
