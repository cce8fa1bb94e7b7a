package dev.registrysync.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.registrysync.problem.ProblemAnswer;
import dev.registrysync.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls, from the bearer token in the header {@code Authorization}, and
 * nowhere else: addresses end up in logs.
 */
final class CallerFilter extends OncePerRequestFilter {

	/** RFC 6750 2.1. */
	private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/-]+=*) *");

	private final Callers callers;

	private final TokenBuckets failures;

	private final Refusals refusals;

	private final SecurityContextRepository contexts;

	CallerFilter(Callers callers, TokenBuckets failures, Refusals refusals, SecurityContextRepository contexts) {
		this.callers = callers;
		this.failures = failures;
		this.refusals = refusals;
		this.contexts = contexts;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
		if (credentials == null) {
			chain.doFilter(request, response);
			return;
		}
		Optional<Caller> caller;
		try {
			caller = find(credentials);
		}
		catch (ProblemException ex) {
			response.setHeader(HttpHeaders.RETRY_AFTER, "1");
			ProblemAnswer.write(request, response, ex);
			return;
		}
		if (caller.isEmpty()) {
			refuse(request, response);
			return;
		}
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(new CallerAuthentication(caller.get()));
		SecurityContextHolder.setContext(context);
		this.contexts.saveContext(context, request, response);
		chain.doFilter(request, response);
	}

	private Optional<Caller> find(String credentials) {
		Matcher bearer = BEARER.matcher(credentials);
		return bearer.matches() ? this.callers.find(bearer.group(1)) : Optional.empty();
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Duration wait = this.failures.take(CallerId.address(request));
		if (wait.isZero()) {
			this.refusals.notKnown(request, response);
		}
		else {
			this.refusals.tooMany(request, response, wait, "Too many wrong credentials from this address.");
		}
	}

}
