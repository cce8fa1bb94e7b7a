package dev.registrysync.console;

/**
 * A text is not the secret that should be there. Says why, never what.
 */
final class MalformedSecretException extends RuntimeException {

	MalformedSecretException(String reason) {
		super(reason);
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}
