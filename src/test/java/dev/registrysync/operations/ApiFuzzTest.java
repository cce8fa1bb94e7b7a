package dev.registrysync.operations;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import dev.registrysync.operations.ApiDescription.Call;
import dev.registrysync.packaged.Coordinator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends requests made from the description of the API to the whole service, and compares
 * each answer with the description.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "registry-sync.security.limits.requests-per-second=1000000",
				"registry-sync.security.limits.burst=1000000", "registry-sync.security.limits.failures-per-minute=1" })
class ApiFuzzTest {

	private static final long SEED = 20261130;

	private static final int REQUESTS = 3000;

	/**
	 * Calls with rules that a schema cannot describe, such as members that exclude each
	 * other.
	 */
	private static final Set<String> HAS_FURTHER_RULES = Set.of("verify", "revokeKey", "listSyncs", "getDiff");

	/**
	 * Calls that succeed only while a run or a conflict waits, after a source was
	 * removed, or with a directory for backups.
	 */
	private static final Set<String> NEED_MORE = Set.of("cancelSync", "settle", "retireSource", "makeBackup");

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static final Coordinator COORDINATOR = Coordinator.onLoopback();

	@TempDir
	private static Path data;

	private final HttpClient client = HttpClient.newHttpClient();

	private final Map<String, String> findings = new LinkedHashMap<>();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url", COORDINATOR::url);
		registry.add("registry-sync.conflicts.agents", () -> "manual");
		registry.add("registry-sync.external-changes", () -> "accept");
	}

	@AfterAll
	static void stop() {
		COORDINATOR.close();
	}

	@Test
	void everyAnswerIsOneThatTheDescriptionOfItsCallKnows() throws Exception {
		ApiDescription api = new ApiDescription(JSON.readTree(send(get("/v3/api-docs")).text()));
		Random random = new Random(SEED);
		RequestFuzzer fuzzer = new RequestFuzzer(api, random);
		FuzzedSurroundings surroundings = new FuzzedSurroundings(COORDINATOR, data, random);
		Set<String> succeeded = new HashSet<>();
		for (int i = 0; i < REQUESTS; i++) {
			surroundings.change();
			FuzzedRequest request = fuzzer.next();
			Answer answer = send(request.toHttp(base()));
			differences(api, request, answer).forEach((difference) -> this.findings
				.putIfAbsent(request.call().name() + ": " + difference, request + " -> " + answer));
			awaitEnd(answer);
			answer.lessons().forEach(fuzzer::learn);
			if (answer.status() < 300) {
				succeeded.add(request.call().operationId());
			}
		}
		assertThat(
				this.findings.entrySet().stream().map((finding) -> finding.getKey() + "\n      " + finding.getValue()))
			.isEmpty();
		assertThat(api.calls()).extracting(Call::operationId)
			.filteredOn((call) -> !NEED_MORE.contains(call))
			.isSubsetOf(succeeded);
	}

	/**
	 * What of the answer the description of the call does not know.
	 */
	private static List<String> differences(ApiDescription api, FuzzedRequest request, Answer answer) {
		JsonNode described = api
			.resolve(request.call().description().get("responses").path(String.valueOf(answer.status())));
		if (described.isMissingNode()) {
			return List.of("status %d %s is not described".formatted(answer.status(), code(answer)));
		}
		if (answer.status() == 400 && request.valid() && !HAS_FURTHER_RULES.contains(request.call().operationId())) {
			return List.of("a request that the description allows is refused");
		}
		JsonNode content = described.path("content");
		if (answer.mediaType().isEmpty() && answer.text().isEmpty()) {
			return content.isEmpty() ? List.of() : List.of("status %d has no body".formatted(answer.status()));
		}
		JsonNode body = content.path(answer.mediaType());
		if (body.isMissingNode()) {
			return List.of("status %d with %s is not described".formatted(answer.status(), answer.mediaType()));
		}
		if (!answer.mediaType().endsWith("json")) {
			return List.of();
		}
		JsonNode value;
		try {
			value = JSON.readTree(answer.text());
		}
		catch (JacksonException ex) {
			return List.of("status %d is not JSON".formatted(answer.status()));
		}
		List<String> differences = new ArrayList<>(
				api.differences(value, body.get("schema"), String.valueOf(answer.status())));
		if (answer.status() >= 400 && !body.path("examples").has(value.path("code").asString(""))) {
			differences.add("status %d %s is not described".formatted(answer.status(), code(answer)));
		}
		return differences;
	}

	private static String code(Answer answer) {
		return answer.mediaType().endsWith("json") ? JSON.readTree(answer.text()).path("code").asString("") : "";
	}

	/**
	 * Waits for a run in the background, so that the next request finds the same state
	 * each time.
	 */
	private void awaitEnd(Answer answer) throws IOException, InterruptedException {
		String location = answer.location();
		while (!location.isEmpty()
				&& !JSON.readTree(send(get(location)).text()).path("state").asString("").equals("ended")) {
			Thread.onSpinWait();
		}
	}

	private URI base() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	private HttpRequest get(String path) {
		return HttpRequest.newBuilder(URI.create(base() + path)).build();
	}

	private Answer send(HttpRequest request) throws IOException, InterruptedException {
		HttpResponse<InputStream> response = this.client.send(request, BodyHandlers.ofInputStream());
		try (InputStream body = response.body()) {
			String type = header(response, "Content-Type").replaceFirst(";.*", "");
			// A stream does not end
			String text = type.equals("text/event-stream") ? ":"
					: new String(body.readAllBytes(), StandardCharsets.UTF_8);
			return new Answer(response.statusCode(), type, text, header(response, "Location"),
					header(response, "ETag"));
		}
	}

	private static String header(HttpResponse<?> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

	/**
	 * What came back.
	 *
	 * @param mediaType without parameters; empty if there is none
	 */
	private record Answer(int status, String mediaType, String text, String location, String etag) {

		/**
		 * Values for later requests, by the names of their parameters.
		 */
		private Map<String, String> lessons() {
			Map<String, String> lessons = new LinkedHashMap<>();
			if (!this.etag.isEmpty()) {
				lessons.put("If-Match", this.etag);
			}
			if (this.status < 300 && this.mediaType.equals("application/json") && !this.text.isEmpty()) {
				JsonNode body = JSON.readTree(this.text);
				learn(body, "sync_id", "sync_id", lessons);
				learn(body, "plan_digest", "approve", lessons);
				learn(body, "next", "before", lessons);
			}
			return lessons;
		}

		private static void learn(JsonNode body, String member, String name, Map<String, String> lessons) {
			if (body.path(member).isString()) {
				lessons.put(name, body.get(member).asString());
			}
		}

		@Override
		public String toString() {
			return "%d %s %s".formatted(this.status, this.mediaType,
					this.text.substring(0, Math.min(this.text.length(), 600)));
		}

	}

}
