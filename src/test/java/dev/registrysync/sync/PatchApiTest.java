package dev.registrysync.sync;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Operators' edits over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PatchApiTest {

	private static final String AGENTS = """
			{"planner": {"agent_type": "orchestrator", "description": "Plans"}, "a/b ~": {"agent_type": "odd"}}""";

	private static final String ODD = "/registry/agents/"
			+ URLEncoder.encode("a/b ~", StandardCharsets.UTF_8).replace("+", "%20");

	private static final HttpServer COORDINATOR = coordinator();

	@TempDir
	private static Path data;

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url",
				() -> "http://127.0.0.1:" + COORDINATOR.getAddress().getPort());
	}

	private static HttpServer coordinator() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", (exchange) -> {
				byte[] body = exchange.getRequestURI().getPath().endsWith("agents")
						? AGENTS.getBytes(StandardCharsets.UTF_8) : "{}".getBytes(StandardCharsets.UTF_8);
				exchange.sendResponseHeaders(200, body.length);
				exchange.getResponseBody().write(body);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@BeforeEach
	void syncOnce() throws Exception {
		assertThat(send(request("/sync").POST(BodyPublishers.noBody())).statusCode()).isEqualTo(200);
	}

	@AfterAll
	static void stop() {
		COORDINATOR.stop(0);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	private HttpRequest.Builder patching(String path, String body) {
		return request(path).method("PATCH", BodyPublishers.ofString(body))
			.header("Content-Type", "application/merge-patch+json");
	}

	private HttpResponse<String> patch(String path, String body) throws IOException, InterruptedException {
		return send(patching(path, body));
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private static String tag(HttpResponse<String> response) {
		return response.headers().firstValue("ETag").orElseThrow();
	}

	private static void assertProblem(HttpResponse<String> response, int status, String code) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(json(response).get("code").asString()).isEqualTo(code);
		assertThat(json(response).get("remedy").asString()).isNotEmpty();
	}

	@Test
	void anEntryIsAnsweredAsItIsNowWithItsNewTag() throws Exception {
		HttpResponse<String> response = patch(ODD, "{\"labels\": {\"cost\": 2.50}, \"enabled\": false}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"cost\": 2.50");
		HttpResponse<String> now = get(ODD);
		assertThat(response.body()).isEqualTo(now.body());
		assertThat(tag(response)).isEqualTo(tag(now));
		assertThat(json(get("/identities?gaps=true")).get("identities")).isEmpty();
	}

	@Test
	void theMapIsAnsweredWithWhatChangedAndItsNewTag() throws Exception {
		patch("/registry/agents", "{\"planner\": {\"enabled\": true}}");
		HttpResponse<String> response = patch("/registry/agents",
				"{\"planner\": {\"enabled\": true}, \"a/b ~\": {\"notes\": \"%s\"}}".formatted(System.nanoTime()));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response).propertyNames()).containsExactly("revision", "changed", "unchanged");
		assertThat(json(response).get("changed").toString()).isEqualTo("[\"a/b ~\"]");
		assertThat(json(response).get("unchanged").toString()).isEqualTo("[\"planner\"]");
		assertThat(tag(response)).isEqualTo(tag(get("/registry/agents")));
	}

	@Test
	void anEditOfWhatMovedIsRefused() throws Exception {
		for (String path : new String[] { "/registry/agents/planner", "/registry/agents" }) {
			String wrap = path.endsWith("planner") ? "%s" : "{\"planner\": %s}";
			String seen = tag(get(path));
			String note = wrap.formatted("{\"notes\": \"%s\"}");
			HttpResponse<String> first = send(
					patching(path, note.formatted("1" + path)).header("If-Match", "\"x\", " + seen));
			assertThat(first.statusCode()).isEqualTo(200);
			HttpResponse<String> second = send(patching(path, note.formatted("2")).header("If-Match", seen));
			assertProblem(second, 412, "precondition_failed");
			assertThat(json(second).get("etag").asString()).isEqualTo(tag(first));
			assertProblem(send(patching(path, note.formatted("2")).header("If-Match", "W/" + tag(first))), 412,
					"precondition_failed");
			assertProblem(send(patching(path, note.formatted("2")).header("If-Match", "nonsense")), 412,
					"precondition_failed");
			assertThat(get("/registry/agents/planner").body()).contains("\"1" + path);
			assertThat(send(patching(path, note.formatted("3")).header("If-Match", "*")).statusCode()).isEqualTo(200);
		}
	}

	@Test
	void whatHappensElsewhereDoesNotMoveAnEntry() throws Exception {
		String seen = tag(get("/registry/agents/planner"));
		patch(ODD, "{\"notes\": \"%s\"}".formatted(System.nanoTime()));
		HttpRequest.Builder edit = patching("/registry/agents/planner",
				"{\"notes\": \"%s\"}".formatted(System.nanoTime()));
		assertThat(send(edit.header("If-Match", seen)).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none",
			value = { "/registry/agents/planner||``", "/registry/agents/planner|[]|``",
					"/registry/agents/planner|null|``", "/registry/agents/planner|{\"a\": |``",
					"/registry/agents/planner|{} {}|``", "/registry/agents/planner|{\"a\": 1, \"a\": 2}|``",
					"/registry/agents/planner|{\"labels\": {\"x\": NaN}}|/labels/x",
					"/registry/agents/planner|{\"labels\": [\"\\ud83d\"]}|/labels/0",
					"/registry/agents|{\"a/b ~\": {\"labels\": 1e999}}|/a~1b ~0/labels",
					"/registry/agents|{\"planner\": 3}|/planner", "/registry/agents|\"planner\"|``" })
	void aBodyThatIsNoPatchIsRefusedAndThePlaceNamed(String path, String body, String place) throws Exception {
		HttpResponse<String> response = patch(path, (body != null) ? body : "");
		assertProblem(response, 400, "invalid_request");
		assertThat(json(response).get("errors").get(0).get("member").asString()).isEqualTo(place);
	}

	@Test
	void aPatchThatIsTooDeepIsRefused() throws Exception {
		String deep = "{\"labels\":".repeat(2000) + "1" + "}".repeat(2000);
		assertProblem(patch("/registry/agents/planner", deep), 400, "invalid_request");
	}

	@Test
	void otherRefusalsAreProblemsToo() throws Exception {
		assertProblem(patch("/registry/plugins", "{}"), 400, "invalid_request");
		assertProblem(patch("/registry/agents/nobody", "{}"), 404, "entry_not_found");
		assertProblem(patch("/registry/agents", "{\"nobody\": {}}"), 404, "entry_not_found");
		assertProblem(patch("/registry/agents", "{\"planner\": null}"), 422, "entries_are_kept");
		HttpResponse<String> refused = patch("/registry/agents",
				"{\"a/b ~\": {\"type\": 1}, \"planner\": {\"id\": 1}}");
		assertProblem(refused, 422, "members_not_yours");
		assertThat(json(refused).get("refused").toString()).isEqualTo(
				"[{\"pointer\":\"/a~1b ~0/type\",\"owner\":\"runtime\"},{\"pointer\":\"/planner/id\",\"owner\":\"runtime\"}]");
		String large = "{\"notes\": \"%s\"}".formatted("x".repeat(1 << 20));
		assertProblem(patch("/registry/agents/planner", large), 413, "request_too_large");
	}

	@Test
	void onlyMergePatchesAreTaken() throws Exception {
		HttpResponse<String> response = send(
				request("/registry/agents/planner").method("PATCH", BodyPublishers.ofString("{}"))
					.header("Content-Type", "application/json"));
		assertProblem(response, 415, "unsupported_media_type");
		assertThat(response.headers().firstValue("Accept-Patch")).contains("application/merge-patch+json");
	}

	@Test
	void theDescriptionOfTheApiHasAnExampleForEachOutcome() throws Exception {
		JsonNode api = json(get("/v3/api-docs"));
		for (String path : new String[] { "/paths/~1registry~1{kind}/patch",
				"/paths/~1registry~1{kind}~1{id}/patch" }) {
			JsonNode patch = api.at(path);
			assertThat(patch.get("requestBody").get("content").propertyNames())
				.containsExactly("application/merge-patch+json");
			assertThat(patch.get("responses").propertyNames()).contains("200", "400", "404", "409", "412", "415", "422",
					"500", "504", "507");
			assertThat(patch.get("responses")).filteredOn((response) -> !response.has("$ref"))
				.hasSizeGreaterThan(5)
				.allSatisfy((response) -> assertThat(response.get("content").iterator().next().propertyNames())
					.containsAnyOf("example", "examples"));
			assertThat(patch.get("parameters"))
				.anySatisfy((parameter) -> assertThat(parameter.get("name").asString()).isEqualTo("If-Match"));
		}
		assertThat(get("/actuator/prometheus").body())
			.contains("registry_sync_runs_total{dry_run=\"false\",outcome=\"succeeded\",trigger=\"patch\"}");
	}

}
