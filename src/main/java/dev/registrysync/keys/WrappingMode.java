package dev.registrysync.keys;

import java.util.Locale;

/**
 * What opens the keystore.
 */
enum WrappingMode {

	/** A passphrase, read from a file of the operator's. */
	PASSPHRASE,

	/** A generated key that lies beside the keys. */
	KEY_FILE;

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
