package dev.registrysync.sync;

import java.security.Principal;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Takes whoever the HTTP request was authenticated as.
 */
@Component
class RequestActors implements Actors {

	static final String NOBODY_SAID = "anonymous";

	static final String THE_PROGRAM = "local";

	@Override
	public String current() {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
			@Nullable Principal principal = attributes.getRequest().getUserPrincipal();
			return (principal != null) ? principal.getName() : NOBODY_SAID;
		}
		return THE_PROGRAM;
	}

}
