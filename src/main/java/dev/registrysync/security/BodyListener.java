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

/**
 * Reads the body of a call as it arrives, without holding a thread, and dispatches the
 * call when the body has ended or is given up.
 */
abstract class BodyListener implements ReadListener, AsyncListener {

	private static final int CHUNK = 1 << 13;

	private static final long MOST = 1 << 20;

	private final AsyncContext async;

	private final ServletInputStream stream;

	private long discarded;

	private boolean ended;

	BodyListener(AsyncContext async) throws IOException {
		this.async = async;
		this.stream = async.getRequest().getInputStream();
	}

	/**
	 * Returns whether a request says that it has a body.
	 */
	static boolean isExpected(HttpServletRequest request) {
		return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
	}

	/**
	 * Starts to read.
	 * @param patience how long the body may take, in milliseconds
	 */
	final void listen(long patience) {
		this.async.setTimeout(patience);
		this.async.addListener(this);
		this.stream.setReadListener(this);
	}

	abstract void received(byte[] chunk, int count);

	/**
	 * Hears that the body is given up: it is too slow, or too much of it was discarded.
	 */
	abstract void givenUp();

	/**
	 * Hears, once, that nothing more is read.
	 */
	void ended() {
	}

	/**
	 * Discards bytes, up to a bound: clients that are still sending may not see the
	 * answer otherwise.
	 */
	final void discard(int count) {
		this.discarded += count;
		if (this.discarded > MOST) {
			giveUp();
		}
	}

	@Override
	public final void onDataAvailable() throws IOException {
		byte[] chunk = new byte[CHUNK];
		while (!this.ended && this.stream.isReady()) {
			int count = this.stream.read(chunk);
			if (count < 0) {
				return;
			}
			received(chunk, count);
		}
	}

	@Override
	public final void onAllDataRead() {
		dispatch();
	}

	/**
	 * Answers if nothing came for too long. In any other case the caller is gone.
	 */
	@Override
	public final void onError(Throwable cause) {
		if (cause instanceof SocketTimeoutException) {
			giveUp();
		}
		else if (end()) {
			this.async.complete();
		}
	}

	@Override
	public final void onTimeout(AsyncEvent event) {
		giveUp();
	}

	@Override
	public final void onError(AsyncEvent event) {
		giveUp();
	}

	/**
	 * If the connection is lost, nothing else may have been called.
	 */
	@Override
	public final void onComplete(AsyncEvent event) {
		end();
	}

	@Override
	public final void onStartAsync(AsyncEvent event) {
		// The dispatched call is asynchronous itself, and no longer ours
	}

	private void giveUp() {
		if (!this.ended) {
			givenUp();
			dispatch();
		}
	}

	private void dispatch() {
		if (end()) {
			this.async.getRequest().setAttribute(getClass().getName(), this);
			this.async.getRequest().removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
			this.async.dispatch();
		}
	}

	private boolean end() {
		if (this.ended) {
			return false;
		}
		this.ended = true;
		ended();
		return true;
	}

}
