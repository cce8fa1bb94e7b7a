package dev.registrysync.sync;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.StreamSupport;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service over HTTP, with a coordinator, a file and callers that send text with
 * one of the faults in {@code fixtures/faults}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class FaultyAnswersApiTest {

	private static final Path FAULTS = Path.of("src/test/resources/fixtures/faults");

	private static final HttpServer COORDINATOR = coordinator();

	private static volatile byte[] agents = {};

	private final HttpClient client = HttpClient.newHttpClient();

	@TempDir
	private static Path data;

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
			server.createContext("/registry/agents", (exchange) -> {
				exchange.getResponseHeaders().add("Content-Type", "application/json");
				exchange.sendResponseHeaders(200, agents.length);
				exchange.getResponseBody().write(agents);
				exchange.close();
			});
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@AfterAll
	static void stop() {
		COORDINATOR.stop(0);
	}

	/**
	 * Begins with one agent, from the file, so that no test depends on another.
	 */
	@BeforeEach
	void syncOneAgent() throws Exception {
		answer("{\"ok\":{\"agent_id\":\"ok\",\"agent_type\":\"worker\",\"status\":\"active\"}}");
		assertThat(sync().statusCode()).isEqualTo(200);
	}

	private static void answer(String body) {
		agents = body.getBytes(StandardCharsets.UTF_8);
	}

	private static void answerWith(String fault) throws IOException {
		agents = Files.readAllBytes(FAULTS.resolve(fault + ".json"));
	}

	private static Path file() {
		return data.resolve("config/official_agents_registry.json");
	}

	private HttpResponse<String> sync() throws Exception {
		return post("/sync", "{}".getBytes(StandardCharsets.UTF_8));
	}

	private HttpResponse<String> post(String path, byte[] body) throws Exception {
		return send("POST", path, "application/json", body);
	}

	private HttpResponse<String> send(String method, String path, String type, byte[] body) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
		return this.client.send(
				request.header("Content-Type", type).method(method, BodyPublishers.ofByteArray(body)).build(),
				BodyHandlers.ofString());
	}

	private int statusOf(String id) throws Exception {
		return send("GET", "/registry/agents/" + id, "application/json", new byte[0]).statusCode();
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	@ParameterizedTest
	@CsvSource({ "overlong-letter, coordinator_broken_json, not valid UTF-8, byte 99",
			"overlong-quote, coordinator_broken_json, not valid UTF-8, byte 99",
			"overlong-slash, coordinator_broken_json, not valid UTF-8, byte 99",
			"above-10ffff, coordinator_broken_json, not valid UTF-8, byte 99",
			"error-object, coordinator_reported_error, registry is starting, it says",
			"kubernetes-list, coordinator_unexpected_shape, 'apiVersion, kind, metadata, items', none holds entries" })
	void anAnswerThatIsNoRegistryIsABadAnswerAndChangesNothing(String fault, String code, String what, String more)
			throws Exception {
		byte[] before = Files.readAllBytes(file());
		answerWith(fault);
		HttpResponse<String> response = sync();
		assertThat(response.statusCode()).as(response.body()).isEqualTo(502);
		assertThat(json(response).get("code").asString()).isEqualTo(code);
		assertThat(json(response).get("detail").asString()).contains(what, more);
		assertThat(json(response).get("remedy").asString()).isNotBlank();
		assertThat(file()).hasBinaryContent(before);
	}

	@ParameterizedTest
	@CsvSource({ "duplicate-member, twice, the member \"status\" is there twice",
			"surrogate-in-name, half, half of a surrogate pair in a name",
			"deep, deep, it is nested deeper than 400 levels" })
	void oneEntryWithADefectIsPutAsideAndTheOthersSync(String fault, String id, String reason) throws Exception {
		answerWith(fault);
		agents = new String(agents, StandardCharsets.UTF_8)
			.replaceFirst("\"agent_id\":\"ok\"", "\"agent_id\":\"ok\",\"description\":\"%s\"".formatted(fault))
			.getBytes(StandardCharsets.UTF_8);
		HttpResponse<String> response = sync();
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		JsonNode report = json(response);
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(report.at("/changes/agents/updated").asInt()).isEqualTo(1);
		assertThat(report.at("/changes/agents/quarantined").asInt()).isEqualTo(1);
		assertThat(report.get("problems").toString()).contains(id).contains(reason.replace("\"", "\\\""));
		assertThat(statusOf(id)).isEqualTo(404);
		assertThat(Files.readString(file())).contains("\"description\": \"%s\"".formatted(fault));
	}

	@Test
	void aMapBelowTheKindIsAnEnvelopeAndNoAgent() throws Exception {
		answerWith("envelope-agents-map");
		assertThat(json(sync()).at("/changes/agents/added").asInt()).isEqualTo(2);
		assertThat(statusOf("m1")).isEqualTo(200);
		assertThat(statusOf("m2")).isEqualTo(200);
		assertThat(statusOf("agents")).isEqualTo(404);
	}

	@Test
	void anEnvelopeThatSaysItHasMoreEntriesGetsANoticeAndNobodyIsAbsent() throws Exception {
		answerWith("paged-count");
		for (int run = 0; run < 3; run++) {
			JsonNode report = json(sync());
			JsonNode notice = StreamSupport.stream(report.get("notices").spliterator(), false)
				.filter((one) -> one.get("code").asString().equals("count_differs"))
				.findFirst()
				.orElseThrow();
			assertThat(notice.get("kind").asString()).isEqualTo("agents");
			assertThat(notice.get("message").asString()).contains("500 entries and lists 2");
			assertThat(report.at("/changes/agents/missing").asInt()).isZero();
			assertThat(report.get("held").isNull()).isTrue();
		}
		assertThat(statusOf("p1")).isEqualTo(200);
	}

	@Test
	void anEmptyMapIsAnEmptyRegistryAndHeld() throws Exception {
		answer("{\"agents\":{}}");
		assertThat(json(sync()).get("outcome").asString()).isEqualTo("HELD");
	}

	@ParameterizedTest
	@ValueSource(strings = { "c0a2", "c1a1", "e080af", "eda080", "f5808080", "f4908080", "c3" })
	void aFileOrABodyThatIsNotUtf8IsRefusedWithItsByte(String invalid) throws Exception {
		byte[] bytes = HexFormat.of().parseHex(invalid);
		String before = Files.readString(file());
		int at = before.indexOf("\"worker\"") + 1;
		byte[] damaged = with(before, at, bytes);
		Files.write(file(), damaged);
		HttpResponse<String> response = sync();
		assertThat(json(response).get("code").asString()).as(response.body()).isEqualTo("registry_unreadable");
		assertThat(json(response).get("offset").asInt()).isEqualTo(at);
		assertThat(json(response).get("detail").asString()).contains("not valid UTF-8", "byte " + at);
		assertThat(file()).hasBinaryContent(damaged);
		Files.writeString(file(), before);
		for (String path : new String[] { "/sync", "/verify", "/rollback" }) {
			HttpResponse<String> refused = post(path, with("{\"sources\":[\"\"]}", 13, bytes));
			assertThat(refused.statusCode()).isEqualTo(400);
			assertThat(json(refused).get("detail").asString()).contains("not valid UTF-8", "byte 13");
		}
		HttpResponse<String> patch = send("PATCH", "/registry/agents/ok", "application/merge-patch+json",
				with("{\"notes\":\"\"}", 10, bytes));
		assertThat(patch.statusCode()).isEqualTo(400);
		assertThat(json(patch).get("detail").asString()).contains("not valid UTF-8", "byte 10");
		assertThat(sync().statusCode()).isEqualTo(200);
	}

	private static byte[] with(String text, int at, byte[] inserted) {
		byte[] whole = (text.substring(0, at) + "#".repeat(inserted.length) + text.substring(at))
			.getBytes(StandardCharsets.ISO_8859_1);
		System.arraycopy(inserted, 0, whole, at, inserted.length);
		return whole;
	}

	@Test
	void anEntryOfTheFileWithADefectIsMalformedAndKeepsItsBytes() throws Exception {
		String before = Files.readString(file());
		String deep = "\"deep\":" + "[".repeat(1000) + "]".repeat(1000);
		String defective = "\"registered_agents\": {\n    \"twice\": {\"x\":1,\"x\":2},\n    \"sunk\": {" + deep
				+ "},\n    \"half\": {\"\\ud83d\":1},";
		Files.writeString(file(), before.replace("\"registered_agents\": {", defective));
		answer("{\"ok\":{\"agent_id\":\"ok\",\"agent_type\":\"worker\",\"status\":\"busy\"}}");
		JsonNode report = json(sync());
		assertThat(report.get("outcome").asString()).as(report.toString()).isEqualTo("SUCCEEDED");
		assertThat(report.at("/changes/agents/updated").asInt()).isEqualTo(1);
		assertThat(report.get("problems").toString()).contains("The member \\\"x\\\" is there twice",
				"It is nested deeper than 400 levels", "half of a surrogate pair");
		assertThat(Files.readString(file())).contains("{\"x\":1,\"x\":2}", deep, "\"\\ud83d\":", "\"busy\"");
		assertThat(send("GET", "/registry/agents", "application/json", new byte[0]).statusCode()).isEqualTo(200);
		assertThat(send("GET", "/identities", "application/json", new byte[0]).statusCode()).isEqualTo(200);
		assertThat(json(sync()).get("outcome").asString()).isEqualTo("NO_CHANGE");
	}

}
