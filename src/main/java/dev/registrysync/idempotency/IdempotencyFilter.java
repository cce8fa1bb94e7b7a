package dev.registrysync.idempotency;

import java.io.IOException;
import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.security.BufferedRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Makes a POST with an {@code Idempotency-Key} once, and answers each further one with
 * the same key like the first (draft-ietf-httpapi-idempotency-key-header). What failed
 * changed nothing: it is not remembered, and the key stays free for another try.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class IdempotencyFilter extends OncePerRequestFilter {

	private static final Logger log = LoggerFactory.getLogger(IdempotencyFilter.class);

	private final IdempotencyStore store;

	private final HandlerExceptionResolver failures;

	IdempotencyFilter(IdempotencyStore store,
			@Qualifier("handlerExceptionResolver") HandlerExceptionResolver failures) {
		this.store = store;
		this.failures = failures;
	}

	/**
	 * A call with a body goes on in an asynchronous dispatch when that has arrived.
	 */
	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !HttpMethod.POST.matches(request.getMethod()) || request.getHeader(IdempotencyKey.HEADER) == null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		IdempotencyKey key;
		BufferedRequest repeatable;
		Optional<Answer> known;
		try {
			key = IdempotencyKey.of(request, request.getHeader(IdempotencyKey.HEADER));
			byte[] body = request.getInputStream().readAllBytes();
			repeatable = new BufferedRequest(request, body);
			known = this.store.begin(key, CallDigest.of(request, body));
		}
		catch (ProblemException | IOException ex) {
			if (this.failures.resolveException(request, response, null, ex) == null) {
				throw ex;
			}
			return;
		}
		if (known.isPresent()) {
			known.get().replay(response);
		}
		else {
			make(key, repeatable, response, chain);
		}
	}

	private void make(IdempotencyKey key, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ContentCachingResponseWrapper caching = new ContentCachingResponseWrapper(response);
		boolean done = false;
		try {
			chain.doFilter(request, caching);
			Answer answer = Answer.of(caching);
			done = answer.isDone();
			if (done) {
				store(() -> this.store.answered(key, answer));
			}
		}
		finally {
			if (!done) {
				store(() -> this.store.failed(key));
			}
		}
		caching.copyBodyToResponse();
	}

	/**
	 * Keeps a failure from the caller, who gets the answer to the call that was made. A
	 * further one with its key is refused then, as nobody knows what it would do.
	 */
	private static void store(Runnable change) {
		try {
			change.run();
		}
		catch (ProblemException ex) {
			log.warn("The end of a call with an Idempotency-Key is not stored: {}: {}", ex.code().text(), ex.detail());
		}
	}

}
