package dev.registrysync.secretstorage;

import dev.registrysync.registry.JsonObject;
import dev.registrysync.secretstorage.SecretStorageException.Defect;

/**
 * How a passphrase becomes the 32 bytes that decrypt the key and authenticate it.
 */
sealed interface KeyDerivation permits ScryptDerivation, Pbkdf2Derivation {

	/** The bytes that are derived. */
	int LENGTH = 32;

	/** The name in the member {@code kdf}. */
	String name();

	/** The member {@code kdfparams}. */
	JsonObject toJson();

	/**
	 * Takes its time, on purpose; the caller zeroes the bytes.
	 */
	byte[] derive(byte[] passphrase);

	/**
	 * Reads {@code kdf} and {@code kdfparams}, and refuses what would take too much
	 * memory or time before anything is derived.
	 */
	static KeyDerivation of(Members crypto) {
		String name = crypto.text("kdf");
		Members parameters = crypto.object("kdfparams");
		if (parameters.number("dklen") != LENGTH) {
			throw new SecretStorageException(Defect.UNSUPPORTED, "it derives another length than 32 bytes");
		}
		return switch (name) {
			case ScryptDerivation.NAME -> ScryptDerivation.of(parameters);
			case Pbkdf2Derivation.NAME -> Pbkdf2Derivation.of(parameters);
			default -> throw new SecretStorageException(Defect.UNSUPPORTED, "its kdf is neither scrypt nor pbkdf2");
		};
	}

}
