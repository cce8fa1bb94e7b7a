package dev.registrysync.coordinator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HttpPatchTest {

	private static final JsonObject PATCH = JsonObject.of("a", JsonObject.of("notes", new JsonString("é")));

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final List<Headers> headers = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private volatile int status = 200;

	private volatile Map<String, String> answerHeaders = Map.of();

	private volatile String body = "{}";

	private volatile CountDownLatch hold = new CountDownLatch(0);

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			String received = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + received);
			this.headers.add(exchange.getRequestHeaders());
			await(this.hold);
			this.answerHeaders.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
			byte[] bytes = this.body.getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(this.status, (this.status == 204) ? -1 : bytes.length);
			if (this.status != 204) {
				exchange.getResponseBody().write(bytes);
			}
			exchange.close();
		});
		this.server.start();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@AfterEach
	void stop() {
		this.hold.countDown();
		this.server.stop(0);
	}

	private HttpCoordinatorClient client() {
		return Coordinators.client(url());
	}

	private URI url() {
		return URI.create("http://127.0.0.1:%d/api".formatted(this.server.getAddress().getPort()));
	}

	private PatchOutcome patch() {
		return client().patch(Kind.AGENTS, PATCH, Optional.empty());
	}

	@Test
	void sendsAMergePatchOverTheMap() {
		assertThat(client().patch(Kind.TOOLS, PATCH, Optional.of("\"7\"")))
			.isEqualTo(new PatchOutcome.Applied(Optional.empty()));
		assertThat(this.requests).containsExactly("PATCH /api/registry/tools {\"a\":{\"notes\":\"\\u00e9\"}}");
		assertThat(this.headers.get(0).get("Content-Type")).containsExactly("application/merge-patch+json");
		assertThat(this.headers.get(0).get("If-Match")).containsExactly("\"7\"");
		assertThat(this.headers.get(0)).doesNotContainKey("Authorization");
		patch();
		assertThat(this.headers.get(1)).doesNotContainKey("If-Match");
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 202, 204 })
	void everySuccessIsOne(int status) {
		this.status = status;
		this.answerHeaders = Map.of("ETag", "\"8\"");
		assertThat(patch()).isEqualTo(new PatchOutcome.Applied(Optional.of("\"8\"")));
		this.answerHeaders = Map.of("ETag", "W/\"8\"");
		assertThat(patch()).isEqualTo(new PatchOutcome.Applied(Optional.empty()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 405, 501 })
	void aSourceWithoutPatchSaysSo(int status) {
		this.status = status;
		assertThat(patch()).isEqualTo(new PatchOutcome.NotOffered(status));
	}

	@Test
	void aSourceThatMovedSaysSo() {
		this.status = 412;
		assertThat(patch()).isEqualTo(new PatchOutcome.Moved());
	}

	@Test
	void aSourceThatLostAnEntryMovedAndStillTakesPatches() {
		this.status = 404;
		this.answerHeaders = Map.of("Content-Type", "application/problem+json");
		this.body = "{\"code\": \"entry_not_found\", \"ids\": [\"a\"]}";
		assertThat(patch()).isEqualTo(new PatchOutcome.Moved());
		this.body = "{\"code\": \"not_found\"}";
		assertThat(patch()).isEqualTo(new PatchOutcome.NotOffered(404));
	}

	@Test
	void membersThatAreRefusedAreNamed() {
		this.status = 422;
		this.body = "{\"refused\": [{\"pointer\": \"/a~1b/type\", \"owner\": \"runtime\"}, {\"pointer\": \"/a/m/x\"}, {\"pointer\": \"/a\"}, {\"pointer\": \"nonsense\"}, 3]}";
		assertThat(patch()).isEqualTo(new PatchOutcome.MembersRefused(
				List.of(JsonPointer.of("a/b").child("type"), JsonPointer.parse("/a/m/x"))));
	}

	@ParameterizedTest
	@CsvSource({ "400,coordinator_error_status", "401,coordinator_unauthorized", "403,coordinator_unauthorized",
			"302,coordinator_unauthorized", "308,coordinator_error_status", "409,coordinator_error_status",
			"413,coordinator_error_status", "415,coordinator_error_status", "422,coordinator_error_status",
			"429,coordinator_error_status", "500,coordinator_error_status", "503,coordinator_error_status" })
	void anythingElseIsAFailureWithItsStatus(int status, String code) {
		this.status = status;
		BadAnswerException failure = catchThrowableOfType(BadAnswerException.class, this::patch);
		assertThat(failure.code().text()).isEqualTo(code);
		assertThat(failure.data()).containsEntry("coordinator_status", status).containsEntry("source", "default");
		assertThat(failure.detail()).startsWith("PATCH http://127.0.0.1:").contains("answered " + status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"not available\"", "500", "true", "[\"read-only\"]", "{\"code\": 1}" })
	void anErrorThatIsCalledASuccessIsNone(String error) {
		this.body = "{\"error\": %s}".formatted(error);
		assertThat(catchThrowableOfType(BadAnswerException.class, this::patch).code())
			.isEqualTo(ProblemCode.COORDINATOR_REPORTED_ERROR);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "false", "{\"id\": \"error\"}" })
	void noErrorAndAnEntryCalledErrorAreNone(String error) {
		this.body = "{\"error\": %s}".formatted(error);
		assertThat(patch()).isEqualTo(new PatchOutcome.Applied(Optional.empty()));
	}

	@Test
	void aLoginPageIsNoSuccess() {
		this.body = "<html>log in</html>";
		this.answerHeaders = Map.of("Content-Type", "text/html; charset=utf-8");
		assertThat(catchThrowableOfType(BadAnswerException.class, this::patch).code())
			.isEqualTo(ProblemCode.COORDINATOR_NOT_JSON);
	}

	@Test
	void showsItsTokenAndNeverTellsIt() throws IOException {
		Path token = Files.writeString(this.directory.resolve("token"), "s3cret-token\n");
		this.body = "{\"error\": \"no s3cret-token here\"}";
		HttpCoordinatorClient client = Coordinators.client(url(), token, Coordinators.PATIENT, DataSize.ofMegabytes(1));
		BadAnswerException failure = catchThrowableOfType(BadAnswerException.class,
				() -> client.patch(Kind.AGENTS, PATCH, Optional.empty()));
		assertThat(this.headers.get(0).get("Authorization")).containsExactly("Bearer s3cret-token");
		assertThat(failure.detail()).doesNotContain("s3cret");
	}

	@Test
	void nobodyAtHomeIsNoAnswerAndNotTriedAgain() {
		this.hold.countDown();
		this.server.stop(0);
		assertThat(catchThrowableOfType(NoAnswerException.class, this::patch).code())
			.isEqualTo(ProblemCode.COORDINATOR_UNREACHABLE);
	}

	@Test
	void aSlowAnswerIsNoAnswerAndNotTriedAgain() {
		this.hold = new CountDownLatch(1);
		HttpCoordinatorClient client = Coordinators.client(url(), null, Coordinators.IMPATIENT,
				DataSize.ofMegabytes(1));
		assertThat(
				catchThrowableOfType(NoAnswerException.class, () -> client.patch(Kind.AGENTS, PATCH, Optional.empty()))
					.code())
			.isEqualTo(ProblemCode.COORDINATOR_TIMEOUT);
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void aPullTellsTheTagForAPatchIfItIsStrong() {
		this.body = "{\"a\": {}}";
		this.answerHeaders = Map.of("ETag", "\"9\"");
		assertThat(((Pull.Answered) client().pull(Kind.AGENTS)).etag()).contains("\"9\"");
		this.answerHeaders = Map.of("ETag", "W/\"9\"");
		assertThat(((Pull.Answered) client().pull(Kind.AGENTS)).etag()).isEmpty();
	}

}
