package dev.registrysync.security;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a caller may do: {@code admin} everything, {@code sync} and {@code keys} what they
 * are named after, and each of them what {@code read} may.
 */
enum Role {

	/** Look at everything; nothing that is read is a secret. */
	READ,

	/** Change the registry: runs, edits, settlements, rollbacks. */
	SYNC,

	/** Make keys, replace them and sign with them. */
	KEYS,

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
