/**
 * Web3 Secret Storage, version 3: one private key under a passphrase, as other Ethereum
 * programs write and read it. Pure: no IO, no clock, no Spring.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity" })
package dev.registrysync.secretstorage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
