package dev.registrysync.security;

import java.util.Set;

/**
 * Who makes a call, and what they may do.
 *
 * @param name the token's name or the subject that an issuer vouches for
 * @param proof how that is known
 * @param roles what was granted
 */
record Caller(String name, Proof proof, Set<Role> roles) {

	/** Whoever reaches a service that asks nobody for credentials. */
	static final Caller ANYBODY = new Caller("anybody", Proof.NONE, Set.of(Role.ADMIN));

	Caller {
		roles = Set.copyOf(roles);
	}

	boolean may(Role role) {
		return this.roles.stream().anyMatch((granted) -> granted.includes(role));
	}

	/**
	 * How a caller showed who they are.
	 */
	enum Proof {

		/** Not at all: none is asked for. */
		NONE,

		/** With a token from the configuration. */
		TOKEN,

		/** With a token that the configured issuer signed. */
		ISSUER

	}

}
