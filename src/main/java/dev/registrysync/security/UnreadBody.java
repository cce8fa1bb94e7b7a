package dev.registrysync.security;

import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Discards the body of a call that was refused, for a moment. Then the call is dispatched
 * again, to be answered.
 */
final class UnreadBody extends BodyListener {

	private static final long PATIENCE = 2_000;

	private final HttpServletResponse response;

	private UnreadBody(AsyncContext async) throws IOException {
		super(async);
		this.response = (HttpServletResponse) async.getResponse();
	}

	/**
	 * Returns whether a request says that it has a body.
	 */
	static boolean isExpected(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
	}

	/**
	 * Discards the body and dispatches the call.
	 */
	static void discard(HttpServletRequest request) throws IOException {
		new UnreadBody(request.startAsync()).listen(PATIENCE);
	}

	@Override
	void received(byte[] chunk, int count) {
		discard(count);
	}

	@Override
	void givenUp() {
		this.response.setHeader(HttpHeaders.CONNECTION, "close");
	}

	@Override
	void ended() {
		// Nothing was counted
	}

}
