package dev.registrysync.coordinator;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLSession;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Text;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a coordinator answers to a patch, it took it, says what it does not take, or
 * gave a bad answer that does not repeat our token.
 */
class PatchAnswerFuzzTest {

	private static final String TOKEN = "t0ken";

	private static final List<Integer> STATUSES = List.of(200, 201, 202, 204, 301, 400, 401, 404, 405, 409, 412, 422,
			429, 500, 501, 503);

	/**
	 * The first line is the status, as its place in the list, and the ETag; then comes
	 * the body.
	 */
	@FuzzTest(maxDuration = "75s")
	void anAnswerToAPatchIsUnderstoodOrBad(byte[] bytes) {
		int line = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n');
		if (line < 1) {
			return;
		}
		int status = STATUSES.get((bytes[0] & 0xff) % STATUSES.size());
		String etag = new String(bytes, 1, line - 1, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "");
		byte[] body = Arrays.copyOfRange(bytes, line + 1, bytes.length);
		Question question = Question.toPatch("default", Kind.AGENTS, URI.create("http://localhost:8000"));
		try {
			assertUnderstood(status, new PatchAnswer(question, new Answer(status, etag, Text.of(body)),
					(text) -> text.replace(TOKEN, "[token]"))
				.outcome());
		}
		catch (BadAnswerException ex) {
			assertThat(ex.detail()).hasSizeBetween(1, 400).doesNotContain(TOKEN, "\n", "\r", "\u001b");
		}
	}

	private static void assertUnderstood(int status, PatchOutcome outcome) {
		if (outcome instanceof PatchOutcome.Applied applied) {
			assertThat(status).isBetween(200, 204);
			applied.etag().ifPresent((etag) -> assertThat(etag).hasSizeGreaterThan(1).startsWith("\"").endsWith("\""));
		}
		else if (outcome instanceof PatchOutcome.MembersRefused refused) {
			assertThat(status).isEqualTo(422);
			assertThat(refused.members()).isNotEmpty().allMatch((member) -> member.rest().isPresent());
		}
		else if (outcome instanceof PatchOutcome.NotOffered notOffered) {
			assertThat(notOffered.status()).isEqualTo(status).isIn(404, 405, 501);
		}
		else {
			assertThat(status).isIn(404, 412);
		}
	}

	private record Answer(int statusCode, String etag, Text body) implements HttpResponse<Text> {

		@Override
		public HttpHeaders headers() {
			return HttpHeaders.of(Map.of("ETag", List.of(this.etag)), (name, value) -> true);
		}

		@Override
		public HttpRequest request() {
			return HttpRequest.newBuilder(uri()).build();
		}

		@Override
		public Optional<HttpResponse<Text>> previousResponse() {
			return Optional.empty();
		}

		@Override
		public Optional<SSLSession> sslSession() {
			return Optional.empty();
		}

		@Override
		public URI uri() {
			return URI.create("http://localhost:8000/registry/agents");
		}

		@Override
		public HttpClient.Version version() {
			return HttpClient.Version.HTTP_1_1;
		}

	}

}
