/**
 * The curve's arithmetic by libsecp256k1 where this machine can run it, else in Java, and
 * which of them is in use.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "identity", "problem" })
package dev.registrysync.curve;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
