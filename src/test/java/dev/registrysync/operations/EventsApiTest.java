package dev.registrysync.operations;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class EventsApiTest extends StartedServiceTestCase {

	private HttpRequest.Builder follow() {
		return service().request("/events").header("Accept", "text/event-stream");
	}

	@Test
	void isAStreamThatNobodyKeepsAndThatBeginsAtOnce() throws Exception {
		HttpResponse<InputStream> response = HttpClient.newHttpClient()
			.send(follow().build(), BodyHandlers.ofInputStream());
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.headers().firstValue("Content-Type"))
				.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
			assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
			assertThat(lines.readLine()).startsWith(":behind ");
		}
	}

	@ParameterizedTest
	@CsvSource({ "x, 400, invalid_request", "42, 400, invalid_request", "-1-1, 400, invalid_request",
			"999999-1, 410, events_compacted" })
	void anIdThatIsNotOfThisFeedIsRefused(String id, int status, String code) {
		HttpResponse<String> response = service().send(follow().header("Last-Event-ID", id));
		JsonNode problem = JsonMapper.shared().readTree(response.body());

		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(problem.get("code").asString()).isEqualTo(code);
		assertThat(problem.get("remedy").asString()).isNotEmpty();
	}

}
