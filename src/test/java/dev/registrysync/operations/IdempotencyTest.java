package dev.registrysync.operations;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The header {@code Idempotency-Key} in the running service.
 */
class IdempotencyTest extends StartedServiceTestCase {

	private static final JsonMapper JSON = JsonMapper.shared();

	@BeforeEach
	void syncOne() {
		COORDINATOR.agents("{\"planner\": {\"status\": \"active\"}}").tools("{}");
		assertThat(service().post("/sync", "{}").statusCode()).isEqualTo(200);
	}

	@Test
	void rotationThatIsSentAgainMakesNoFurtherKey() {
		HttpResponse<String> first = rotate("8e03978e-40d5-43dd-bc93-6894a57f9324");
		HttpResponse<String> again = rotate("8e03978e-40d5-43dd-bc93-6894a57f9324");
		assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
		assertThat(again.body()).isEqualTo(first.body());
		assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
		assertThat(again.headers().firstValue("X-Request-Id")).isNotEqualTo(first.headers().firstValue("X-Request-Id"));
		HttpResponse<String> other = rotate("another");
		assertThat(JSON.readTree(other.body()).get("version").asInt())
			.isEqualTo(JSON.readTree(first.body()).get("version").asInt() + 1);
	}

	@Test
	void wrongKeysAndBodiesAreProblems() {
		JsonNode reused = problem(422, "/sync", "one", "{}", "{\"dry_run\": true}");
		assertThat(reused.get("code").asString()).isEqualTo("idempotency_key_reused");
		JsonNode noKey = problem(400, "/sync", "not a key", "{}");
		assertThat(noKey.get("code").asString()).isEqualTo("invalid_request");
		JsonNode tooLarge = problem(413, "/sync", "large", " ".repeat((1 << 20) + 1));
		assertThat(tooLarge.get("code").asString()).isEqualTo("request_too_large");
	}

	private JsonNode problem(int status, String path, String key, String... bodies) {
		HttpResponse<String> last = null;
		for (String body : bodies) {
			last = post(path, key, body);
		}
		assertThat(last).isNotNull();
		assertThat(last.statusCode()).as(last.body()).isEqualTo(status);
		return JSON.readTree(last.body());
	}

	private HttpResponse<String> rotate(String key) {
		return post("/keys/agents/planner/rotate", key, "");
	}

	private HttpResponse<String> post(String path, String key, String body) {
		return service().send(service().request(path)
			.header("Content-Type", "application/json")
			.header("Idempotency-Key", key)
			.POST(BodyPublishers.ofString(body)));
	}

}
