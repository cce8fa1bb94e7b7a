package dev.registrysync.security;

import java.io.IOException;
import java.time.Duration;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a caller who asks too often.
 */
final class LoadGuard extends OncePerRequestFilter {

	private final TokenBuckets requests;

	private final Refusals refusals;

	LoadGuard(TokenBuckets requests, Refusals refusals) {
		this.requests = requests;
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Duration wait = this.requests.take(CallerId.of(request));
		if (wait.isZero()) {
			chain.doFilter(request, response);
		}
		else {
			this.refusals.tooMany(request, response, wait, "Too many requests from this caller.");
		}
	}

}
