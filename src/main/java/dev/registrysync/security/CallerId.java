package dev.registrysync.security;

import java.util.Optional;

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
		return find().orElseGet(() -> ClientAddress.of(request));
	}

	/**
	 * Returns the same of a caller with credentials, whatever the address; empty if the
	 * service asks nobody for credentials.
	 */
	public static Optional<String> find() {
		return CurrentCaller.find()
			.filter((caller) -> caller.proof() != Caller.Proof.NONE)
			.map((caller) -> "%s %s".formatted(caller.proof(), caller.name()));
	}

}
