/**
 * Settings that refuse what nobody reads.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.registrysync.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
