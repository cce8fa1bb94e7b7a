/**
 * Who may reach this service: what is open stays on this machine, unless someone decided
 * otherwise by hand.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "problem", "volume" })
package dev.registrysync.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
