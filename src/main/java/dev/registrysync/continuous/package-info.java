/**
 * Continuous sync: each source is asked again and again, without anybody calling.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "problem", "database", "sync", "coordinator", "retry" })
package dev.registrysync.continuous;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
