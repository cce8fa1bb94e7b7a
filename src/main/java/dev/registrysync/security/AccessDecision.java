package dev.registrysync.security;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Lets the calls through that the table allows.
 */
final class AccessDecision implements AuthorizationManager<RequestAuthorizationContext> {

	@Override
	public AuthorizationDecision authorize(Supplier<? extends @Nullable Authentication> authentication,
			RequestAuthorizationContext context) {
		return new AuthorizationDecision(AccessTable.needs(context.getRequest())
			.map((role) -> authentication.get() instanceof CallerAuthentication known
					&& known.getPrincipal().may(role, AccessTable.entry(context.getRequest())))
			.orElse(true));
	}

}
