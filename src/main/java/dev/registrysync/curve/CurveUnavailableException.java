package dev.registrysync.curve;

/**
 * An implementation of the curve cannot be used on this machine; the message says why.
 */
final class CurveUnavailableException extends Exception {

	CurveUnavailableException(String reason) {
		super(reason);
	}

	CurveUnavailableException(String reason, Throwable cause) {
		super(reason, cause);
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}
