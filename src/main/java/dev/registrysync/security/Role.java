package dev.registrysync.security;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a caller may do: {@code admin} everything, {@code sync}, {@code keys} and
 * {@code sign} what they are named after, and each of them what {@code read} may.
 */
enum Role {

	/** Look at everything; nothing that is read is a secret. */
	READ,

	/** Change the registry: runs, edits, settlements, rollbacks. */
	SYNC,

	/** Make keys and replace them. */
	KEYS,

	/** Sign challenges with the keys of all entries, or of those that the grant names. */
	SIGN,

	/** End keys for good, and whatever the table does not name. */
	ADMIN;

	boolean includes(Role other) {
		return this == ADMIN || this == other || other == READ;
	}

	/**
	 * The role as configurations and problems spell it.
	 */
	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Optional<Role> find(String text) {
		return Stream.of(values()).filter((role) -> role.text().equals(text)).findFirst();
	}

}
