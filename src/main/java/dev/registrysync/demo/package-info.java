/**
 * The demo: a sample coordinator inside the process, and one sync at start.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity", "problem", "volume", "sync" })
package dev.registrysync.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
