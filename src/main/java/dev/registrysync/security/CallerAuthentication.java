package dev.registrysync.security;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * A caller as Spring Security carries it; holds no credentials.
 */
final class CallerAuthentication extends AbstractAuthenticationToken {

	private final transient Caller caller;

	CallerAuthentication(Caller caller) {
		super(authorities(caller));
		this.caller = caller;
		setAuthenticated(true);
	}

	/**
	 * Returns the caller that this thread serves; empty if it serves no call.
	 */
	static Optional<Caller> current() {
		return (SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known)
				? Optional.of(known.getPrincipal()) : Optional.empty();
	}

	private static List<GrantedAuthority> authorities(Caller caller) {
		return Stream.of(Role.values())
			.filter(caller::may)
			.map((role) -> (GrantedAuthority) new SimpleGrantedAuthority("ROLE_" + role.name()))
			.toList();
	}

	@Override
	public String getName() {
		return this.caller.name();
	}

	@Override
	public Caller getPrincipal() {
		return this.caller;
	}

	@Override
	public Object getCredentials() {
		return "";
	}

}
