/**
 * The commands of the same jar, for while no service runs: keys in and out, backup and
 * restoration, the check of a restored backup, the change of passphrase, tokens.
 */
@NullMarked
@ApplicationModule(allowedDependencies = { "registry", "identity", "secretstorage", "keys", "store", "history",
		"database", "backup", "volume", "security", "settings", "problem" })
package dev.registrysync.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
