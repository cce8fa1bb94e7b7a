package dev.registrysync.coordinator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import dev.registrysync.problem.ExhaustedHeap;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Text;
import dev.registrysync.volume.Spool;
import io.micrometer.observation.ObservationRegistry;

/**
 * One request and its answer, within a time and a size.
 */
final class Exchange {

	private final HttpClient client;

	private final Duration readTimeout;

	private final long maxBody;

	private final ObservationRegistry observations;

	/** Where the bodies of answers are kept. */
	private final Path temporary;

	Exchange(Duration connectTimeout, Duration readTimeout, long maxBody, ObservationRegistry observations,
			Path temporary) {
		this.temporary = temporary;
		this.client = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(connectTimeout)
			.build();
		this.readTimeout = readTimeout;
		this.maxBody = maxBody;
		this.observations = observations;
	}

	/**
	 * Sends the request and waits for the last byte of the answer. Only an answer with
	 * status 200 or 422, or a problem with 404, has its body.
	 */
	HttpResponse<Text> send(HttpRequest.Builder request, Question question) throws InterruptedException {
		try (CallSpan span = CallSpan.start(this.observations, request, question)) {
			try {
				HttpResponse<Text> answer = send(request.build(), question);
				span.answered(answer.statusCode());
				return answer;
			}
			catch (ProblemException ex) {
				span.failed(ex.code());
				throw ex;
			}
		}
	}

	private HttpResponse<Text> send(HttpRequest request, Question question) throws InterruptedException {
		CompletableFuture<Integer> status = new CompletableFuture<>();
		CompletableFuture<HttpResponse<Text>> answer = this.client.sendAsync(request, (head) -> {
			status.complete(head.statusCode());
			return body(head);
		});
		try {
			return answer.get(this.readTimeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw tooSlow(question, known(status));
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw ExhaustedHeap.find(cause)
				.orElseGet(() -> known(status).map((code) -> cut(question, code, cause))
					.orElseGet(() -> failed(question, cause)));
		}
		finally {
			answer.cancel(true);
		}
	}

	private HttpResponse.BodySubscriber<Text> body(HttpResponse.ResponseInfo head) {
		return switch (head.statusCode()) {
			case 200, 422 -> read(head);
			case 404 -> isProblem(head) ? read(head) : unread();
			case 304 -> HttpResponse.BodySubscribers.replacing(new Spool(this.temporary));
			default -> unread();
		};
	}

	private HttpResponse.BodySubscriber<Text> read(HttpResponse.ResponseInfo head) {
		return new BoundedBody(new Spool(this.temporary), this.maxBody,
				head.headers().firstValueAsLong("Content-Length").orElse(-1));
	}

	private HttpResponse.BodySubscriber<Text> unread() {
		return new BoundedBody(new Spool(this.temporary), 0, 0);
	}

	/**
	 * RFC 9457, as another Registry Sync answers.
	 */
	private static boolean isProblem(HttpResponse.ResponseInfo head) {
		return head.headers().firstValue("Content-Type").orElse("").startsWith("application/problem+json");
	}

	private static Optional<Integer> known(CompletableFuture<Integer> status) {
		return Optional.ofNullable(status.getNow(null));
	}

	private NoAnswerException tooSlow(Question question, Optional<Integer> status) {
		String detail = "no whole answer within %d ms".formatted(this.readTimeout.toMillis());
		return status
			.map((code) -> question.abandoned(ProblemCode.COORDINATOR_TIMEOUT,
					detail + ", the status %d came".formatted(code), code, null))
			.orElseGet(() -> question.unanswered(ProblemCode.COORDINATOR_TIMEOUT, detail, null));
	}

	/**
	 * What went wrong behind the headers of an answer.
	 */
	private ProblemException cut(Question question, int status, Throwable cause) {
		if (cause instanceof ProblemException problem) {
			return problem;
		}
		if (cause instanceof BodyTooLargeException) {
			return question.bad(ProblemCode.COORDINATOR_ANSWER_TOO_LARGE,
					"the answer has more than %d bytes".formatted(this.maxBody), status);
		}
		if (cause instanceof IOException) {
			return question.bad(ProblemCode.COORDINATOR_BROKEN_JSON, "the connection broke in the middle of the answer",
					status);
		}
		return notHttp(question);
	}

	/**
	 * What went wrong before the headers of an answer were complete. A connection that is
	 * closed without any answer is not worth repeating: the JDK's client has already done
	 * so, once.
	 */
	private ProblemException failed(Question question, Throwable cause) {
		if (cause instanceof HttpConnectTimeoutException) {
			return question.unanswered(ProblemCode.COORDINATOR_UNREACHABLE, "no connection within the connect-timeout",
					cause);
		}
		if (cause instanceof ConnectException) {
			String detail = (cause.getCause() instanceof UnresolvedAddressException) ? "the host name is not known"
					: "nothing accepts connections there";
			return question.unanswered(ProblemCode.COORDINATOR_UNREACHABLE, detail, cause);
		}
		if (cause instanceof SSLException) {
			return question.abandoned(ProblemCode.COORDINATOR_UNREACHABLE,
					"no TLS connection; is the certificate trusted, and does the server speak https?", null, cause);
		}
		if (cause instanceof IOException && !(cause instanceof ProtocolException)) {
			return question.abandoned(ProblemCode.COORDINATOR_UNREACHABLE,
					"the connection was closed before an answer came", null, null);
		}
		return notHttp(question);
	}

	private static BadAnswerException notHttp(Question question) {
		return question.bad(ProblemCode.COORDINATOR_NOT_JSON, "the answer is not HTTP", null);
	}

}
