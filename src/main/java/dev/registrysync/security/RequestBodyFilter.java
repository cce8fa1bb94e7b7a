package dev.registrysync.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemAnswer;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Receives the body of a call that is allowed, whole and without holding a thread, before
 * anything else is done for it: up to 1 MiB, within a time, and so much of one caller and
 * of all at a time. The call goes on in an asynchronous dispatch when its body is there.
 * A request that only reads and has a body is refused: it would be received for nothing.
 */
final class RequestBodyFilter extends OncePerRequestFilter {

	static final int LIMIT = 1 << 20;

	private static final int BODIES = 100;

	private static final long BYTES = 16L << 20;

	private static final Duration WAIT = Duration.ofSeconds(1);

	private static final int PART_OF_HEAP = 8;

	private final BodyShares shares = new BodyShares(BODIES, BYTES,
			Math.max(BYTES, Runtime.getRuntime().maxMemory() / PART_OF_HEAP));

	private final Duration patience;

	private final Refusals refusals;

	RequestBodyFilter(Duration patience, Refusals refusals) {
		this.patience = patience;
		this.refusals = refusals;
	}

	@Override
	protected boolean shouldNotFilterAsyncDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<ReceivedBody> body = ReceivedBody.find(request);
		if (body.isPresent()) {
			goOn(body.get(), request, response, chain);
		}
		else if (isWildcard(request.getContentType())) {
			this.refusals.answer(request, response, ProblemCode.UNSUPPORTED_MEDIA_TYPE,
					"The Content-Type names a range of media types.");
		}
		else if (!BodyListener.isExpected(request) || request.getDispatcherType() != DispatcherType.REQUEST) {
			chain.doFilter(request, response);
		}
		else if (AccessTable.isSafe(request)) {
			this.refusals.answer(request, response, ProblemCode.INVALID_REQUEST,
					"A %s request has no body here.".formatted(request.getMethod()));
		}
		else if (request.getContentLengthLong() > LIMIT) {
			ProblemAnswer.write(request, response, tooLarge());
		}
		else {
			receive(request, response);
		}
	}

	private static boolean isWildcard(@Nullable String contentType) {
		return contentType != null && contentType.split(";", 2)[0].contains("*");
	}

	private void receive(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String caller = CallerId.of(request);
		if (!this.shares.begin(caller)) {
			this.refusals.tooMany(request, response, WAIT,
					"Too many bodies, of this caller or of all, are on their way.");
			return;
		}
		new ReceivedBody(request.startAsync(), caller, this.shares).listen(this.patience.toMillis());
	}

	private void goOn(ReceivedBody body, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Optional<ProblemException> failure = body.findFailure();
		if (failure.isPresent()) {
			response.setHeader(HttpHeaders.CONNECTION, "close");
			ProblemAnswer.write(request, response, failure.get());
		}
		else {
			chain.doFilter(new BufferedRequest(request, body.bytes()), response);
		}
	}

	static ProblemException tooLarge() {
		return new ProblemException(ProblemCode.REQUEST_TOO_LARGE,
				"The request's body has more than %d bytes.".formatted(LIMIT), Map.of("limit", LIMIT));
	}

}
