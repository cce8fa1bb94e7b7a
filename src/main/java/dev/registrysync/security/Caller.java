package dev.registrysync.security;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who makes a call, and what they may do.
 *
 * @param name the token's name or the subject that an issuer vouches for
 * @param proof how that is known
 * @param grants what was granted
 */
record Caller(String name, Proof proof, Set<Grant> grants) {

	/** Whoever reaches a service that asks nobody for credentials. */
	static final Caller ANYBODY = new Caller("anybody", Proof.NONE, Set.of(new Grant(Role.ADMIN, null)));

	Caller {
		grants = Set.copyOf(grants);
	}

	/**
	 * Whether the caller has a role, be it for some entries only.
	 */
	boolean may(Role role) {
		return this.grants.stream().anyMatch((grant) -> grant.role().includes(role));
	}

	/**
	 * Whether the caller may make a call.
	 * @param role the role that it needs
	 * @param entry the entry that it is about; null if it is about none
	 */
	boolean may(Role role, @Nullable String entry) {
		return this.grants.stream().anyMatch((grant) -> grant.covers(role, entry));
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
