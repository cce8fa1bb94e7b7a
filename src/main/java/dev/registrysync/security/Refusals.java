package dev.registrysync.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemAnswer;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Refuses calls with problems. What was wrong with a token is not said, so that nobody
 * learns which ones there are.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

	private static final String CHALLENGE = "Bearer realm=\"registry-sync\"";

	/**
	 * The call needs credentials and has none (RFC 6750 3).
	 */
	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
			throws IOException {
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
		answer(request, response, ProblemCode.UNAUTHORIZED, "This call needs a bearer token.");
	}

	/**
	 * The call has credentials that are none.
	 */
	void notKnown(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
		answer(request, response, ProblemCode.UNAUTHORIZED, "The bearer token is not one that counts here and now.");
	}

	/**
	 * The caller is known and may not do this.
	 */
	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
			throws IOException {
		Optional<Role> role = AccessTable.needs(request);
		String needed = role.map(Role::text).orElse("");
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE,
				"%s, error=\"insufficient_scope\", scope=\"%s\"".formatted(CHALLENGE, needed));
		String entry = role.filter(Role.SIGN::equals).isPresent() ? " for " + AccessTable.entry(request) : "";
		ProblemAnswer.write(request, response, new ProblemException(ProblemCode.FORBIDDEN,
				"This call needs the role \"%s\"%s.".formatted(needed, entry), Map.of("required_role", needed)));
	}

	/**
	 * The caller has to wait.
	 */
	void tooMany(HttpServletRequest request, HttpServletResponse response, Duration wait, String detail)
			throws IOException {
		response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds())));
		answer(request, response, ProblemCode.TOO_MANY_REQUESTS, detail);
	}

	void answer(HttpServletRequest request, HttpServletResponse response, ProblemCode code, String detail)
			throws IOException {
		ProblemAnswer.write(request, response, new ProblemException(code, detail));
	}

}
