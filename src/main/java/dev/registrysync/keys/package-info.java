/**
 * The keystore: one key per agent and tool, encrypted on disk, used here and never handed
 * out.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "database", "registry", "identity", "curve", "problem", "volume" })
package dev.registrysync.keys;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
