package dev.registrysync.security;

import java.io.IOException;
import java.net.SocketTimeoutException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * The body of a call that was refused. It is discarded for a moment, without holding a
 * thread, as clients that are still sending may not see the answer otherwise. Then the
 * call is dispatched again, to be answered.
 */
final class UnreadBody implements ReadListener, AsyncListener {

	private static final long PATIENCE = 2_000;

	static final long MOST = 1 << 20;

	private final AsyncContext async;

	private final ServletInputStream stream;

	private long discarded;

	private boolean ended;

	private UnreadBody(AsyncContext async) throws IOException {
		this.async = async;
		this.stream = async.getRequest().getInputStream();
	}

	/**
	 * Whether a request says that it has a body.
	 */
	static boolean isExpected(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
	}

	/**
	 * Discards the body and dispatches the call.
	 */
	static void discard(HttpServletRequest request) throws IOException {
		AsyncContext async = request.startAsync();
		async.setTimeout(PATIENCE);
		UnreadBody body = new UnreadBody(async);
		async.addListener(body);
		body.stream.setReadListener(body);
	}

	@Override
	public void onDataAvailable() throws IOException {
		byte[] chunk = new byte[1 << 13];
		while (!this.ended && this.stream.isReady()) {
			int count = this.stream.read(chunk);
			if (count < 0) {
				return;
			}
			this.discarded += count;
			if (this.discarded > MOST) {
				giveUp();
			}
		}
	}

	@Override
	public void onAllDataRead() {
		end();
	}

	/**
	 * Answers if nothing came for too long. In any other case the caller is gone.
	 */
	@Override
	public void onError(Throwable cause) {
		if (cause instanceof SocketTimeoutException) {
			giveUp();
		}
		else if (!this.ended) {
			this.ended = true;
			this.async.complete();
		}
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		giveUp();
	}

	@Override
	public void onError(AsyncEvent event) {
		giveUp();
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.ended = true;
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// Nothing more is done for this call
	}

	private void giveUp() {
		if (!this.ended) {
			((HttpServletResponse) this.async.getResponse()).setHeader(HttpHeaders.CONNECTION, "close");
			end();
		}
	}

	private void end() {
		if (!this.ended) {
			this.ended = true;
			this.async.getRequest().removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
			this.async.dispatch();
		}
	}

}
