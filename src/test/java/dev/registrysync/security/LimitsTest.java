package dev.registrysync.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import dev.registrysync.packaged.Coordinator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a caller who asks for too much is refused, over HTTP: with 429, a problem, and how
 * long to wait.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "registry-sync.security.limits.requests-per-second=1", "registry-sync.security.limits.burst=5",
				"registry-sync.security.limits.changes-at-once=1",
				"registry-sync.security.limits.failures-per-minute=2" })
class LimitsTest {

	private static final int ENOUGH = 500;

	private static final Tokens TOKENS = new Tokens();

	private static final Coordinator COORDINATOR = Coordinator.onLoopback();

	@TempDir
	private static Path directory;

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws Exception {
		Path tokens = Files.writeString(directory.resolve("tokens"), TOKENS.lines());
		registry.add("registry-sync.security.tokens-file", tokens::toString);
		registry.add("registry-sync.data-dir", () -> directory.resolve("data").toString());
		registry.add("registry-sync.coordinators.default.url", COORDINATOR::url);
	}

	@AfterAll
	static void stop() {
		COORDINATOR.close();
	}

	private HttpRequest.Builder request(String path, String credentials) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", credentials);
	}

	private HttpResponse<String> get(String credentials) throws Exception {
		return this.client.send(request("/registry/agents", credentials).build(), BodyHandlers.ofString());
	}

	private HttpRequest sync() {
		return request("/sync", TOKENS.of(Role.SYNC)).POST(BodyPublishers.noBody()).build();
	}

	private static void assertToWait(@Nullable HttpResponse<String> refused, int most) {
		assertThat(refused).isNotNull();
		assertThat(refused.statusCode()).isEqualTo(429);
		assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, most);
		assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(refused.body()).contains("\"code\":\"too_many_requests\"", "\"retryable\":true", "\"remedy\":\"");
	}

	@Test
	void whoAsksTooOftenIsToWaitAndNobodyElse() throws Exception {
		HttpResponse<String> refused = null;
		for (int i = 0; i < ENOUGH && refused == null; i++) {
			HttpResponse<String> response = get(TOKENS.of(Role.READ));
			assertThat(response.statusCode()).isIn(200, 429);
			refused = (response.statusCode() == 429) ? response : null;
		}
		assertToWait(refused, 1);
		assertThat(get(TOKENS.of(Role.ADMIN)).statusCode()).isEqualTo(200);
	}

	@Test
	void whoGuessesTokensIsToWaitAndTheRightOneStillCounts() throws Exception {
		assertThat(get(TOKENS.unknown()).statusCode()).isEqualTo(401);
		assertThat(get(TOKENS.expired()).statusCode()).isEqualTo(401);
		assertToWait(get(TOKENS.unknown()), 30);
		assertThat(get(TOKENS.of(Role.KEYS)).statusCode()).isEqualTo(200);
	}

	@Test
	void changesThatWouldOnlyQueueAreRefusedAndMadeOnceThereIsRoom() throws Exception {
		Coordinator.Hold hold = COORDINATOR.hold();
		CompletableFuture<HttpResponse<String>> first = this.client.sendAsync(sync(), BodyHandlers.ofString());
		hold.awaitQuestion();
		assertToWait(this.client.send(sync(), BodyHandlers.ofString()), 1);
		hold.release();
		assertThat(first.get().statusCode()).isEqualTo(200);
		assertThat(this.client.send(sync(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
	}

}
