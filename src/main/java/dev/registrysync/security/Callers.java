package dev.registrysync.security;

import java.util.Optional;

/**
 * Knows callers by what they bear.
 */
@FunctionalInterface
interface Callers {

	/**
	 * Whose bearer token this is; empty if it is nobody's, expired, or not understood.
	 */
	Optional<Caller> find(String token);

	/**
	 * Those and, for what they do not know, others.
	 */
	default Callers or(Callers others) {
		return (token) -> find(token).or(() -> others.find(token));
	}

}
