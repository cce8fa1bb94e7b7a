package dev.registrysync.security;

import java.util.Optional;

import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Tells who makes the call that this thread serves.
 */
final class CurrentCaller {

	private CurrentCaller() {
	}

	/**
	 * The caller; empty if this thread serves no call.
	 */
	static Optional<Caller> find() {
		return (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication)
				? Optional.of(authentication.getPrincipal()) : Optional.empty();
	}

}
