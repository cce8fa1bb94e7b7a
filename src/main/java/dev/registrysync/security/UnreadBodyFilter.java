package dev.registrysync.security;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Answers a call that was refused before its body was read: when the body has arrived and
 * was discarded, or after a moment, and then the connection is closed. No thread waits
 * for the body meanwhile.
 */
final class UnreadBodyFilter extends OncePerRequestFilter {

	private static final String ANSWER = UnreadBodyFilter.class.getName() + ".answer";

	private static final long PATIENCE = 2_000;

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getAttribute(ANSWER) instanceof ContentCachingResponseWrapper answer) {
			answer.copyBodyToResponse();
		}
		else if (isAsyncDispatch(request) || !BodyListener.isExpected(request)) {
			chain.doFilter(request, response);
		}
		else {
			ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
			chain.doFilter(request, answer);
			if (!request.isAsyncStarted()) {
				request.setAttribute(ANSWER, answer);
				new UnreadBody(request.startAsync()).listen(PATIENCE);
			}
		}
	}

	/**
	 * Discards a body, and dispatches the call again to be answered.
	 */
	private static final class UnreadBody extends BodyListener {

		private final HttpServletResponse response;

		private UnreadBody(AsyncContext async) throws IOException {
			super(async);
			this.response = (HttpServletResponse) async.getResponse();
		}

		@Override
		void received(byte[] chunk, int count) {
			discard(count);
		}

		@Override
		void givenUp() {
			this.response.setHeader(HttpHeaders.CONNECTION, "close");
		}

	}

}
