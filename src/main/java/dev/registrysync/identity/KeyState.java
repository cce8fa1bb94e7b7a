package dev.registrysync.identity;

import java.util.Locale;

/**
 * What a version of a key may still be used for.
 */
public enum KeyState {

	/** It signs. */
	ACTIVE,

	/** A newer version signs; what this one signed still counts until it is replaced. */
	RETIRED,

	/** It never signs again, and what it signed after its revocation does not count. */
	REVOKED;

	/**
	 * The word in JSON and metrics.
	 */
	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
