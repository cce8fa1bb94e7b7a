/**
 * The shell: one run from pull to record, and the calls that start one or read what it
 * left.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity", "curve", "problem", "volume", "coordinator", "store",
		"reconcile", "keys", "history" })
package dev.registrysync.sync;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
