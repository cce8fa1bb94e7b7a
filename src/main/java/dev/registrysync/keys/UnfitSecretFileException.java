package dev.registrysync.keys;

/**
 * A file cannot be taken for a secret's. Says why, never what is in it.
 */
public final class UnfitSecretFileException extends RuntimeException {

	UnfitSecretFileException(String reason) {
		super(reason);
	}

	/**
	 * What the file does wrong, as in "is empty".
	 */
	public String reason() {
		return String.valueOf(getMessage());
	}

}
