package dev.registrysync.security;

import java.util.Optional;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/**
 * Tells who makes the call that this thread serves.
 */
@Component
public class CurrentCaller {

	/**
	 * The caller's name, for records of what was done and by whom; {@code anybody} where
	 * no credentials are asked for. Empty if this thread serves no call.
	 */
	public Optional<String> name() {
		return find().map(Caller::name);
	}

	static Optional<Caller> find() {
		return (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication authentication)
				? Optional.of(authentication.getPrincipal()) : Optional.empty();
	}

}
