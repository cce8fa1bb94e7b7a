package dev.registrysync.operations;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ContinuousApiTest extends StartedServiceTestCase {

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@Test
	void isSuspendedAndResumed() {
		JsonNode suspended = json(
				service().post("/continuous/suspend", "{\"reason\": \"a \\\"big\\\" move\", \"for\": \"PT2H\"}"));

		assertThat(suspended.at("/suspended/reason").asString()).isEqualTo("a \"big\" move");
		assertThat(suspended.at("/suspended/by").asString()).isEqualTo("anybody");
		assertThat(json(service().get("/continuous"))).isEqualTo(suspended);
		assertThat(json(service().post("/continuous/resume", "")).get("suspended").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"reason\": \" \"}", "{\"reason\": \"a\\nb\"}",
			"{\"reason\": \"a\", \"for\": \"1h\"}", "{\"reason\": \"a\", \"for\": \"PT0S\"}",
			"{\"reason\": \"a\", \"for\": \"-PT1S\"}", "{\"reason\": \"a\", \"for\": \"P31D\"}",
			"{\"reason\": \"a\", \"until\": \"tomorrow\"}" })
	void aSuspensionNeedsAReasonAndAnEnd(String body) {
		assertThat(service().post("/continuous/suspend", body).statusCode()).isEqualTo(400);
		assertThat(json(service().get("/continuous")).get("suspended").isNull()).isTrue();
	}

	@Test
	void isOffUnlessThereIsAnInterval() {
		JsonNode shown = json(service().get("/continuous"));

		assertThat(shown.get("interval").isNull()).isTrue();
		assertThat(shown.get("sources").isEmpty()).isTrue();
	}

}
