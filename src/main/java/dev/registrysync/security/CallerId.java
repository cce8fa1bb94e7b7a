package dev.registrysync.security;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells callers apart: by name and kind of credentials, since a token and a subject of
 * the issuer can have the same name, or by address where nobody is asked for credentials.
 */
public final class CallerId {

	private CallerId() {
	}

	/**
	 * Returns what all calls of one caller have in common; not for people.
	 */
	public static String of(HttpServletRequest request) {
		return CurrentCaller.find()
			.filter((caller) -> caller.proof() != Caller.Proof.NONE)
			.map((caller) -> "%s %s".formatted(caller.proof(), caller.name()))
			.orElseGet(() -> ClientAddress.of(request));
	}

}
