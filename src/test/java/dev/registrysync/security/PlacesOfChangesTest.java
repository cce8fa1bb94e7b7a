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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who may still change something while changes wait for a coordinator.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "registry-sync.security.limits.changes-at-once=2",
				"registry-sync.security.limits.requests-per-second=100000",
				"registry-sync.security.limits.burst=100000" })
class PlacesOfChangesTest {

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

	private CompletableFuture<HttpResponse<String>> start(String path, String credentials, String body) {
		return this.client.sendAsync(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", credentials)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build(), BodyHandlers.ofString());
	}

	private int status(String path, String credentials, String body) throws Exception {
		return start(path, credentials, body).get().statusCode();
	}

	@Test
	void oneCallerHasHalfOfThemAndAnAdminFindsOneWhenAllAreTaken() throws Exception {
		COORDINATOR.agents("{\"planner\": {\"name\": \"planner\", \"type\": \"helper\"}}");
		assertThat(status("/sync", TOKENS.of(Role.SYNC), "{}")).isEqualTo(200);
		Coordinator.Hold hold = COORDINATOR.hold();
		CompletableFuture<HttpResponse<String>> first = start("/sync", TOKENS.of(Role.SYNC), "{}");
		hold.awaitQuestion();
		assertThat(status("/sync", TOKENS.of(Role.SYNC), "{}")).isEqualTo(429);
		assertThat(status("/keys", TOKENS.of(Role.KEYS), "[]")).isEqualTo(400);
		CompletableFuture<HttpResponse<String>> second = start("/sync", TOKENS.ofAnotherWhoMaySync(), "{}");
		await().until(() -> status("/keys", TOKENS.of(Role.KEYS), "[]") == 429);
		CompletableFuture<HttpResponse<String>> revocation = start("/keys/agents/planner/revoke", TOKENS.of(Role.ADMIN),
				"{\"everything\": true}");
		hold.release();
		assertThat(first.get().statusCode()).isNotEqualTo(429);
		assertThat(second.get().statusCode()).isNotEqualTo(429);
		assertThat(revocation.get().statusCode()).isEqualTo(200);
	}

}
