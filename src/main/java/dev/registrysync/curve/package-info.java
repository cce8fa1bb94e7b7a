/**
 * secp256k1 by libsecp256k1 where Java and the machine can run it, else by BouncyCastle.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "identity", "problem" })
package dev.registrysync.curve;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
