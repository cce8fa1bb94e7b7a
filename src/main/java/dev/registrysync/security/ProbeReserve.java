package dev.registrysync.security;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps some of the server's threads free, so that the probes are always answered. A call
 * that was let in is let in again when its answer is there: it may have begun to send it.
 */
final class ProbeReserve extends OncePerRequestFilter {

	private static final Duration WAIT = Duration.ofSeconds(1);

	private final Semaphore threads;

	private final Refusals refusals;

	/**
	 * Keeps a twentieth of the threads free, and at least one.
	 * @param threads how many the server has
	 */
	ProbeReserve(int threads, Refusals refusals) {
		this.threads = new Semaphore(Math.max(1, threads - Math.max(1, threads / 20)));
		this.refusals = refusals;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return AccessTable.isProbe(request) || WebAsyncUtils.getAsyncManager(request).hasConcurrentResult();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!this.threads.tryAcquire()) {
			this.refusals.tooMany(request, response, WAIT, "All threads of the service are busy.");
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.threads.release();
		}
	}

}
