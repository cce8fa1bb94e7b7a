package dev.registrysync.security;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A token that the configuration names.
 *
 * @param name whose it is
 * @param hash what is kept of it
 * @param roles what its bearer may do
 * @param expires from when on it is worth nothing; null for never
 */
record KnownToken(String name, TokenHash hash, Set<Role> roles, @Nullable Instant expires) {

	KnownToken {
		roles = Set.copyOf(roles);
	}

	boolean isValidAt(Instant now) {
		return this.expires == null || now.isBefore(this.expires);
	}

	Caller caller() {
		return new Caller(this.name, Caller.Proof.TOKEN, this.roles);
	}

}
