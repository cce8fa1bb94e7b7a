package dev.registrysync.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A body that arrives bit by bit; the server calls this one when there is more of it.
 * Dispatches the call when the body is there, or why it will not be is known.
 */
final class ReceivedBody implements ReadListener, AsyncListener {

	private static final String ATTRIBUTE = ReceivedBody.class.getName();

	private static final int CHUNK = 1 << 13;

	private final AsyncContext async;

	private final String caller;

	private final BodyShares shares;

	private final ServletInputStream stream;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private @Nullable ProblemException failure;

	private long discarded;

	private boolean ended;

	/**
	 * Begins with nothing.
	 * @param caller who has a share of the bodies, which this one is counted in
	 */
	ReceivedBody(AsyncContext async, String caller, BodyShares shares) throws IOException {
		this.async = async;
		this.caller = caller;
		this.shares = shares;
		this.stream = async.getRequest().getInputStream();
	}

	/**
	 * The body that was received for a call; empty before that.
	 */
	static Optional<ReceivedBody> find(ServletRequest request) {
		return Optional.ofNullable((ReceivedBody) request.getAttribute(ATTRIBUTE));
	}

	byte[] bytes() {
		return this.bytes.toByteArray();
	}

	/**
	 * Why there is no body; empty if it is whole.
	 */
	Optional<ProblemException> findFailure() {
		return Optional.ofNullable(this.failure);
	}

	@Override
	public void onDataAvailable() throws IOException {
		byte[] chunk = new byte[CHUNK];
		while (!this.ended && this.stream.isReady()) {
			int count = this.stream.read(chunk);
			if (count < 0) {
				return;
			}
			if (this.failure == null) {
				add(chunk, count);
			}
			else {
				discard(count);
			}
		}
	}

	private void add(byte[] chunk, int count) {
		this.bytes.write(chunk, 0, count);
		if (!this.shares.grow(this.caller, count)) {
			this.failure = new ProblemException(ProblemCode.TOO_MANY_REQUESTS,
					"The bodies that are on their way, of this caller or of all, are too large together.");
		}
		else if (this.bytes.size() > RequestBodyFilter.LIMIT) {
			this.failure = RequestBodyFilter.tooLarge();
		}
	}

	/**
	 * Discards what follows a failure, up to a bound: clients that are still sending may
	 * not see the answer otherwise.
	 */
	private void discard(int count) {
		this.discarded += count;
		if (this.discarded > UnreadBody.MOST) {
			end(this.failure);
		}
	}

	@Override
	public void onAllDataRead() {
		end(this.failure);
	}

	/**
	 * Answers if nothing came for too long. In any other case the caller is gone.
	 */
	@Override
	public void onError(Throwable cause) {
		if (cause instanceof SocketTimeoutException) {
			giveUp();
		}
		else if (free()) {
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

	/**
	 * If the connection is lost, nothing else may have been called.
	 */
	@Override
	public void onComplete(AsyncEvent event) {
		free();
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// The dispatched call is asynchronous itself, and no longer ours
	}

	private static ProblemException tooSlow() {
		return new ProblemException(ProblemCode.REQUEST_TIMEOUT, "The request's body did not arrive in time.");
	}

	private void giveUp() {
		end((this.failure != null) ? this.failure : tooSlow());
	}

	private void end(@Nullable ProblemException reason) {
		if (free()) {
			this.failure = reason;
			this.async.getRequest().setAttribute(ATTRIBUTE, this);
			this.async.getRequest().removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
			this.async.dispatch();
		}
	}

	private boolean free() {
		if (this.ended) {
			return false;
		}
		this.ended = true;
		this.shares.end(this.caller, this.bytes.size());
		return true;
	}

}
