/**
 * Backups: a verified copy of the databases, the keystore and the registry files, made
 * while the service runs, and its restoration.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "history", "store", "database", "volume", "problem" })
package dev.registrysync.backup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
