package dev.registrysync.security;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of a call that is allowed, or the reason why there is none.
 */
final class ReceivedBody extends BodyListener {

	private final String caller;

	private final BodyShares shares;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private @Nullable ProblemException failure;

	/**
	 * Begins with nothing.
	 * @param caller whose share of the bodies this one is counted in
	 */
	ReceivedBody(AsyncContext async, String caller, BodyShares shares) throws IOException {
		super(async);
		this.caller = caller;
		this.shares = shares;
	}

	/**
	 * Returns the body that was received for a call; empty before that.
	 */
	static Optional<ReceivedBody> find(ServletRequest request) {
		return Optional.ofNullable((ReceivedBody) request.getAttribute(ReceivedBody.class.getName()));
	}

	byte[] bytes() {
		return this.bytes.toByteArray();
	}

	/**
	 * Returns why there is no body; empty if it is whole.
	 */
	Optional<ProblemException> findFailure() {
		return Optional.ofNullable(this.failure);
	}

	@Override
	void received(byte[] chunk, int count) {
		if (this.failure != null) {
			discard(count);
			return;
		}
		this.bytes.write(chunk, 0, count);
		if (!this.shares.grow(this.caller, count)) {
			this.failure = new ProblemException(ProblemCode.TOO_MANY_REQUESTS,
					"The bodies that are on their way, of this caller or of all, are too large together.");
		}
		else if (this.bytes.size() > RequestBodyFilter.LIMIT) {
			this.failure = RequestBodyFilter.tooLarge();
		}
	}

	@Override
	void givenUp() {
		if (this.failure == null) {
			this.failure = new ProblemException(ProblemCode.REQUEST_TIMEOUT,
					"The request's body did not arrive in time.");
		}
	}

	@Override
	void ended() {
		this.shares.end(this.caller, this.bytes.size());
	}

}
