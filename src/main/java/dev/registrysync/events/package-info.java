/**
 * The change feed: what was committed, for those who follow it.
 */
@NullMarked
@ApplicationModule(
		allowedDependencies = { "registry", "identity", "problem", "database", "keys", "history", "retry", "security" })
package dev.registrysync.events;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
