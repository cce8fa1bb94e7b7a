package dev.registrysync.security;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

import dev.registrysync.packaged.Coordinator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a caller who asks for too much is refused, over HTTP: with 429, a problem, and how
 * long to wait.
 */
@TestPropertySource(properties = { "registry-sync.security.limits.requests-per-second=1",
		"registry-sync.security.limits.burst=5", "registry-sync.security.limits.changes-at-once=1",
		"registry-sync.security.limits.failures-per-minute=2" })
class LimitsTest extends SecuredServiceTestCase {

	private static final int ENOUGH = 500;

	private HttpResponse<String> get(String credentials) throws Exception {
		return send(request("/registry/agents", credentials));
	}

	private HttpRequest.Builder sync() {
		return request("/sync", TOKENS.of(Role.SYNC)).POST(BodyPublishers.noBody());
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
		CompletableFuture<HttpResponse<String>> first = this.client.sendAsync(sync().build(), BodyHandlers.ofString());
		hold.awaitQuestion();
		assertToWait(send(sync()), 1);
		hold.release();
		assertThat(first.get().statusCode()).isEqualTo(200);
		assertThat(send(sync()).statusCode()).isEqualTo(200);
	}

}
