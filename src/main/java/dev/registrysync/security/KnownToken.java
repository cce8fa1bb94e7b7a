package dev.registrysync.security;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A token that the configuration names.
 *
 * @param name whose it is
 * @param hash what is kept of it
 * @param grants what its bearer may do
 * @param expires from when on it is worth nothing; null for never
 */
record KnownToken(String name, TokenHash hash, Set<Grant> grants, @Nullable Instant expires) {

	KnownToken {
		grants = Set.copyOf(grants);
	}

	boolean isValidAt(Instant now) {
		return this.expires == null || now.isBefore(this.expires);
	}

	Caller caller() {
		return new Caller(this.name, Caller.Proof.TOKEN, this.grants);
	}

}
