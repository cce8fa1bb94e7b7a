/**
 * The commands of the same jar, for while no service runs: keys in and out, the check of
 * a restored backup, the restoration of a damaged file, the change of passphrase, tokens.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity", "secretstorage", "keys", "store", "history",
		"volume", "security", "settings", "problem" })
package dev.registrysync.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
