package dev.registrysync.idempotency;

import java.io.IOException;
import java.util.Optional;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.security.BufferedRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Autowired;
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

	private static final int MOST_ANSWERS = 1000;

	private static final long MOST_BYTES = 16 << 20;

	private final MadeCalls calls;

	private final HandlerExceptionResolver failures;

	@Autowired
	IdempotencyFilter(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver failures) {
		this(new MadeCalls(MOST_ANSWERS, MOST_BYTES, System::nanoTime), failures);
	}

	IdempotencyFilter(MadeCalls calls, HandlerExceptionResolver failures) {
		this.calls = calls;
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
		return !HttpMethod.POST.matches(request.getMethod()) || request.getHeader(IntendedCall.HEADER) == null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		IntendedCall call;
		BufferedRequest repeatable;
		CallDigest digest;
		Optional<Answer> known;
		try {
			call = IntendedCall.of(request, request.getHeader(IntendedCall.HEADER));
			byte[] body = request.getInputStream().readAllBytes();
			repeatable = new BufferedRequest(request, body);
			digest = CallDigest.of(request, body);
			known = this.calls.begin(call, digest);
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
			make(call, digest, repeatable, response, chain);
		}
	}

	private void make(IntendedCall call, CallDigest digest, HttpServletRequest request, HttpServletResponse response,
			FilterChain chain) throws ServletException, IOException {
		ContentCachingResponseWrapper caching = new ContentCachingResponseWrapper(response);
		boolean done = false;
		try {
			chain.doFilter(request, caching);
			Answer answer = new Answer(caching);
			done = answer.isDone();
			if (done) {
				this.calls.answered(call, digest, answer);
			}
		}
		finally {
			if (!done) {
				this.calls.failed(call);
			}
		}
		caching.copyBodyToResponse();
	}

}
