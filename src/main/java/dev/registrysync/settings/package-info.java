/**
 * The settings by name, and the check that refuses unknown ones.
 */
@NullMarked
@ApplicationModule(allowedDependencies = {})
package dev.registrysync.settings;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
