package dev.registrysync.security;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets no caller ask too often, and no more calls wait than there is room for: changes
 * are made one at a time, so what is above that would only queue.
 */
final class LoadGuard extends OncePerRequestFilter {

	private static final Duration WAIT = Duration.ofSeconds(1);

	private final TokenBuckets requests;

	private final Semaphore changes;

	private final Refusals refusals;

	LoadGuard(TokenBuckets requests, int changesAtOnce, Refusals refusals) {
		this.requests = requests;
		this.changes = new Semaphore(changesAtOnce);
		this.refusals = refusals;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Duration wait = this.requests.take(CallerId.of(request));
		if (!wait.isZero()) {
			this.refusals.tooMany(request, response, wait, "Too many requests from this caller.");
		}
		else if (AccessTable.isSafe(request)) {
			chain.doFilter(request, response);
		}
		else if (this.changes.tryAcquire()) {
			try {
				chain.doFilter(request, response);
			}
			finally {
				this.changes.release();
			}
		}
		else {
			this.refusals.tooMany(request, response, WAIT, "Too many calls wait already.");
		}
	}

}
