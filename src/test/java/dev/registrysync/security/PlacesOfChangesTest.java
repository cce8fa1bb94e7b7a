package dev.registrysync.security;

import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

import dev.registrysync.packaged.Coordinator;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Who may still change something while changes wait for a coordinator.
 */
@TestPropertySource(properties = { "registry-sync.security.limits.changes-at-once=2",
		"registry-sync.security.limits.requests-per-second=100000", "registry-sync.security.limits.burst=100000" })
class PlacesOfChangesTest extends SecuredServiceTestCase {

	private CompletableFuture<HttpResponse<String>> start(String path, String credentials, String body) {
		return this.client.sendAsync(post(path, credentials, body).build(), BodyHandlers.ofString());
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
