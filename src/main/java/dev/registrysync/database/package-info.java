/**
 * The SQL database that holds the state: its engine, its migrations and its transactions.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "problem", "volume" })
package dev.registrysync.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
