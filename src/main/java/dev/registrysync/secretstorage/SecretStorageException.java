package dev.registrysync.secretstorage;

/**
 * A file cannot be used as Web3 Secret Storage. Says never what is secret in it.
 */
public class SecretStorageException extends RuntimeException {

	private final Defect defect;

	SecretStorageException(Defect defect, String reason) {
		super(reason);
		this.defect = defect;
	}

	public Defect defect() {
		return this.defect;
	}

	/**
	 * What is wrong, as one sentence without a full stop.
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

	/**
	 * What can be wrong.
	 */
	public enum Defect {

		/** It is not JSON. */
		NOT_JSON,

		/** It is JSON of another shape. */
		MALFORMED,

		/** It asks for something that is not part of version 3 as it is used. */
		UNSUPPORTED,

		/** Opening it would take too much memory or time. */
		TOO_EXPENSIVE,

		/** The passphrase is another one, or the ciphertext was changed. */
		WRONG_MAC,

		/** What it holds is not a private key. */
		NOT_A_KEY,

		/** Its key has another address than it says. */
		OTHER_ADDRESS

	}

}
