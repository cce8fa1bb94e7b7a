package dev.registrysync.coordinator;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonText;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RuntimeEntries;
import dev.registrysync.registry.Sha256;
import dev.registrysync.registry.Text;
import dev.registrysync.volume.Spool;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Pulls from a coordinator's {@code GET {url}/registry/{kind}}, and pushes to its
 * {@code PATCH}.
 */
final class HttpCoordinatorClient implements CoordinatorClient {

	private final String name;

	private final CoordinatorProperties.Coordinator settings;

	private final Exchange exchange;

	private final RetryPause pause;

	private final EntryMembers entryMembers;

	private final Map<Kind, LastAnswer> lastAnswers = new ConcurrentHashMap<>();

	HttpCoordinatorClient(String name, CoordinatorProperties.Coordinator settings, RetryPause pause,
			ObservationRegistry observations, Path temporary) {
		this.name = name;
		this.settings = settings;
		this.exchange = new Exchange(settings.connectTimeout(), settings.readTimeout(), settings.maxBody().toBytes(),
				observations, temporary);
		this.pause = pause;
		this.entryMembers = EntryMembers.of(settings.entryMembers());
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public URI url() {
		return this.settings.baseUrl();
	}

	@Override
	public Pull pull(Kind kind) {
		Question question = Question.of(this.name, kind, this.settings.baseUrl());
		Optional<CoordinatorToken> token = token(question);
		UnaryOperator<String> redaction = redaction(token);
		LastAnswer last = this.lastAnswers.get(kind);
		HttpRequest.Builder request = request(question, token, last);
		HttpResponse<Text> answer = uninterrupted(() -> sendPatiently(request, question), question);
		return switch (answer.statusCode()) {
			case 200 -> answered(question, answer, last, redaction);
			case 304 -> unchanged(question, answer, last, redaction);
			case 404 -> new Pull.NotOffered(kind);
			default -> throw new Refusal(answer.statusCode(), answer.headers(), redaction).of(question);
		};
	}

	@Override
	public void forgetValidators() {
		this.lastAnswers.replaceAll((kind, last) -> last.withoutValidator());
	}

	@Override
	public boolean isPushedTo() {
		return this.settings.push();
	}

	/**
	 * Not repeated if nobody answers: the next run tries again.
	 */
	@Override
	public PatchOutcome patch(Kind kind, JsonObject patch, Optional<String> ifMatch) {
		Question question = Question.toPatch(this.name, kind, this.settings.baseUrl());
		Optional<CoordinatorToken> token = token(question);
		HttpRequest.Builder request = request(question, token).header("Content-Type", "application/merge-patch+json");
		ifMatch.ifPresent((etag) -> request.header("If-Match", etag));
		request.method("PATCH", BodyPublishers.ofByteArray(JsonText.compactBytes(patch)));
		HttpResponse<Text> answer = uninterrupted(() -> this.exchange.send(request, question), question);
		return new PatchAnswer(question, answer, redaction(token)).outcome();
	}

	private Optional<CoordinatorToken> token(Question question) {
		return Optional.ofNullable(this.settings.tokenFile()).map((file) -> CoordinatorToken.read(file, question));
	}

	private static UnaryOperator<String> redaction(Optional<CoordinatorToken> token) {
		return (text) -> token.map((secret) -> secret.redactIn(text)).orElse(text);
	}

	private HttpRequest.Builder request(Question question, Optional<CoordinatorToken> token) {
		HttpRequest.Builder request = HttpRequest.newBuilder(question.uri())
			.header("Accept", "application/json")
			.header("Accept-Encoding", "identity")
			.header("User-Agent", "registry-sync");
		token.ifPresent((secret) -> secret.authorize(request, this.settings.tokenHeader()));
		return request;
	}

	private HttpRequest.Builder request(Question question, Optional<CoordinatorToken> token,
			@Nullable LastAnswer last) {
		HttpRequest.Builder request = request(question, token);
		Optional.ofNullable(last).flatMap(LastAnswer::etag).ifPresent((etag) -> request.header("If-None-Match", etag));
		return request.GET();
	}

	private static HttpResponse<Text> uninterrupted(Sending sending, Question question) {
		try {
			return sending.take();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			CancellationException cancelled = new CancellationException("interrupted in " + question.uri());
			cancelled.initCause(ex);
			throw cancelled;
		}
	}

	private HttpResponse<Text> sendPatiently(HttpRequest.Builder request, Question question)
			throws InterruptedException {
		try {
			return this.exchange.send(request, question);
		}
		catch (NoAnswerException ex) {
			if (!ex.isRepeatable()) {
				throw ex;
			}
			this.pause.take();
			return this.exchange.send(request, question);
		}
	}

	private static Pull unchanged(Question question, HttpResponse<Text> answer, @Nullable LastAnswer last,
			UnaryOperator<String> redaction) {
		if (last == null || last.etag().isEmpty()) {
			throw new Refusal(answer.statusCode(), answer.headers(), redaction).of(question);
		}
		return last.answered(true);
	}

	private Pull answered(Question question, HttpResponse<Text> answer, @Nullable LastAnswer last,
			UnaryOperator<String> redaction) {
		requireJson(question, answer.headers());
		String digest = Sha256.of(answer.body());
		Optional<String> etag = LastAnswer.etag(answer.headers());
		boolean same = last != null && last.digest().equals(digest);
		@Nullable RuntimeEntries before = (last != null) ? last.entries() : null;
		if (same && answer.body() instanceof Spool spool) {
			spool.close();
		}
		RuntimeEntries entries = (same && before != null) ? before
				: CoordinatorAnswer.parse(question, answer.body(), this.entryMembers, before, redaction);
		LastAnswer now = new LastAnswer(etag, digest, entries);
		this.lastAnswers.put(question.kind(), now);
		return now.answered(same);
	}

	private static void requireJson(Question question, HttpHeaders headers) {
		String type = headers.firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
		if (type.startsWith("text/html")) {
			throw question.bad(ProblemCode.COORDINATOR_NOT_JSON, "the answer is HTML", 200);
		}
		String coding = headers.firstValue("Content-Encoding").orElse("identity");
		if (!coding.equalsIgnoreCase("identity")) {
			throw question.bad(ProblemCode.COORDINATOR_NOT_JSON, "the answer is compressed, which was not asked for",
					200);
		}
	}

	@FunctionalInterface
	private interface Sending {

		HttpResponse<Text> take() throws InterruptedException;

	}

}
