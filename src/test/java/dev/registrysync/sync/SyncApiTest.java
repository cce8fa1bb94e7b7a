package dev.registrysync.sync;

import java.io.ByteArrayInputStream;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpServer;
import dev.registrysync.problem.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service over HTTP, with a real coordinator over HTTP behind it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SyncApiTest {

	private static final String ODD_ID = "../a b/\\😀?#%2F\";x=1&y+";

	private static final Map<String, Answer> ANSWERS = new ConcurrentHashMap<>();

	private static final HttpServer COORDINATOR = coordinator();

	private final HttpClient client = HttpClient.newHttpClient();

	private final JsonMapper mapper = JsonMapper.builder().build();

	@TempDir
	private static Path data;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url",
				() -> "http://127.0.0.1:" + COORDINATOR.getAddress().getPort());
		registry.add("registry-sync.coordinators.default.max-body", () -> "1MB");
	}

	@BeforeEach
	void syncOnce() throws Exception {
		ANSWERS.put("/registry/agents",
				Answer
					.json("""
							{"planner": {"agent_id": "planner", "agent_type": "orchestrator", "description": "Plans", "status": "active",
							 "registered_at": 1795300000.25, "instance": {"_token": "s3cret"}}, "%s": {"agent_type": "odd"}}"""
						.formatted(ODD_ID.replace("\\", "\\\\").replace("\"", "\\\""))));
		ANSWERS.put("/registry/tools",
				Answer.json("{\"registered_tools\": {\"web_search\": {\"version\": \"1.2.0\"}}}"));
		assertThat(post("/sync", "").statusCode()).isEqualTo(200);
	}

	@Test
	void aKindThatIsNoLongerOfferedIsAProblemAndNotAnEmptyAnswer() throws Exception {
		ANSWERS.remove("/registry/tools");
		JsonNode report = this.mapper.readTree(post("/sync", "").body());
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(report.get("problems").get(0).get("code").asString()).isEqualTo("coordinator_offers_nothing");
		assertThat(report.get("changes").get("tools").get("missing").asInt()).isZero();
	}

	@AfterAll
	static void stop() {
		COORDINATOR.stop(0);
	}

	private static HttpServer coordinator() {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.createContext("/", (exchange) -> {
				Answer answer = ANSWERS.getOrDefault(exchange.getRequestURI().getPath(),
						new Answer(404, "text/plain", ""));
				byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
				exchange.getResponseHeaders().add("Content-Type", answer.type());
				exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
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

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		return this.client.send(request.build(), BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path));
	}

	private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
		HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
		return send(body.isEmpty() ? request : request.header("Content-Type", "application/json"));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return send(request(path));
	}

	private JsonNode json(HttpResponse<String> response) {
		return this.mapper.readTree(response.body());
	}

	@Test
	void aSecondSyncReportsNoChange() throws Exception {
		JsonNode report = json(post("/sync", "{\"ids\": [\"planner\", \"web_search\"]}"));
		assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(report.get("agents_synced").asInt()).isEqualTo(1);
		assertThat(report.get("tools_synced").asInt()).isEqualTo(1);
		assertThat(report.get("signatures_validated").asInt()).isEqualTo(2);
		assertThat(report.propertyNames()).contains("sync_id", "registry_id", "outcome", "revision", "agents_synced",
				"tools_synced", "keys_updated", "signatures_validated", "signatures_invalid", "errors", "problems",
				"notices", "changes", "conflicts", "held", "plan_digest", "dry_run", "started_at", "duration_ms",
				"sources");
	}

	static Stream<Arguments> badAnswers() {
		return Stream.of(badAnswer(500, "text/plain", "Internal Server Error", 502, "coordinator_error_status"),
				badAnswer(503, "application/json", "{\"detail\":\"x\",\"status\":503}", 502,
						"coordinator_error_status"),
				badAnswer(401, "application/json", "{\"detail\":\"x\"}", 502, "coordinator_unauthorized"),
				badAnswer(200, "application/json", "{\"error\": \"Coordinator agent not available.\"}", 502,
						"coordinator_reported_error"),
				badAnswer(200, "text/html", "<html>log in</html>", 502, "coordinator_not_json"),
				badAnswer(200, "application/json", "{\"a\": {\"x\": ", 502, "coordinator_broken_json"),
				badAnswer(200, "application/json", "[1, 2]", 502, "coordinator_unexpected_shape"),
				badAnswer(200, "application/json", "null", 502, "coordinator_unexpected_shape"),
				badAnswer(204, "application/json", "", 502, "coordinator_unexpected_shape"),
				badAnswer(200, "application/json", "{\"a\": {\"x\": \"" + "y".repeat(1 << 20) + "\"}}", 502,
						"coordinator_answer_too_large"));
	}

	private static Arguments badAnswer(int status, String type, String body, int expected, String code) {
		return Arguments.of(new Answer(status, type, body), expected, code);
	}

	@ParameterizedTest
	@MethodSource("badAnswers")
	void aBadAnswerIsAProblemOfItsOwnAndChangesNothing(Answer answer, int status, String code) throws Exception {
		String before = get("/registry/agents").body();
		ANSWERS.put("/registry/agents", answer);
		ANSWERS.remove("/registry/tools");
		HttpResponse<String> response = post("/sync", "");
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(json(response).get("code").asString()).isEqualTo(code);
		assertThat(json(response).get("remedy").asString()).isNotEmpty();
		assertThat(json(response).has("retryable")).isTrue();
		assertThat(response.body()).containsOnlyOnce("\"status\":");
		assertThat(get("/registry/agents").body()).isEqualTo(before);
	}

	@Test
	void todaysCoordinatorsErrorSaysWhatToMendUpstream() throws Exception {
		ANSWERS.put("/registry/agents", new Answer(500, "text/plain", "Internal Server Error"));
		ANSWERS.remove("/registry/tools");
		assertThat(json(post("/sync", "")).get("remedy").asString()).contains("\"instance\"");
	}

	@Test
	void aMalformedEntryIsPutAsideAndTheOthersAreSynced() throws Exception {
		ANSWERS.put("/registry/agents",
				Answer.json("{\"planner\": \"a string\", \"new_one\": {\"agent_type\": \"x\"}}"));
		JsonNode report = json(post("/sync", ""));
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(report.get("problems").get(0).get("code").asString()).isEqualTo("entry_quarantined");
		assertThat(report.get("problems").get(0).get("id").asString()).isEqualTo("planner");
		assertThat(json(get("/registry/agents/planner")).get("description").asString()).isEqualTo("Plans");
		assertThat(get("/registry/agents/new_one").statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"dry_runn\": true}|dry_runn", "{\"dry_run\": \"true\"}|dry_run", "{\"dry_run\": 1}|dry_run",
					"{\"kinds\": \"agents\"}|kinds", "{\"kinds\": [\"agent\"]}|kinds[0]", "{\"kinds\": []}|kinds",
					"{\"ids\": [\"a\", 3]}|ids[1]", "{\"ids\": [\"\"]}|ids[0]", "{\"ids\": [null]}|ids[0]",
					"{\"sources\": [\"other\"]}|sources[0]", "{\"approve\": 1}|approve" })
	void aWrongMemberIsNamed(String body, String member) throws Exception {
		HttpResponse<String> response = post("/sync", body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(json(response).get("code").asString()).isEqualTo("invalid_request");
		assertThat(json(response).get("errors").get(0).get("member").asString()).isEqualTo(member);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "not json", "[]", "{\"dry_run\": true} x",
			"{\"dry_run\": true, \"dry_run\": false}", "\"text\"" })
	void aBodyThatIsNoObjectIsRefused(String body) throws Exception {
		assertThat(post("/sync", body).statusCode()).isEqualTo(400);
		assertThat(post("/keys", body).statusCode()).isEqualTo(400);
	}

	@Test
	void otherMistakesAreProblemsToo() throws Exception {
		assertProblem(get("/nowhere"), 404, "not_found");
		assertProblem(get("/sync"), 405, "method_not_allowed");
		assertProblem(get("/registry/plugins"), 400, "invalid_request");
		assertProblem(get("/registry/agents/nobody"), 404, "entry_not_found");
		assertProblem(get("/identities?verdict=GOOD"), 400, "invalid_request");
		assertProblem(post("/sync", "{\"approve\": \"sha256:0\"}"), 409, "stale_plan");
		assertProblem(post("/sync", " ".repeat((1 << 20) + 1)), 413, "request_too_large");
		assertProblem(send(request("/sync").POST(BodyPublishers.ofString("x")).header("Content-Type", "text/plain")),
				415, "unsupported_media_type");
	}

	private void assertProblem(HttpResponse<String> response, int status, String code) {
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(json(response).get("code").asString()).isEqualTo(code);
		assertThat(json(response).get("status").asInt()).isEqualTo(status);
	}

	@Test
	void anOddIdWorksEverywhereAndIsNoPath() throws Exception {
		String path = "/registry/agents/" + URLEncoder.encode(ODD_ID, StandardCharsets.UTF_8).replace("+", "%20");
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(json(response).get("id").asString()).isEqualTo(ODD_ID);
		assertThat(json(get("/registry/agents")).has(ODD_ID)).isTrue();
		assertThat(json(post("/sync", this.mapper.writeValueAsString(Map.of("ids", new String[] { ODD_ID }))))
			.get("signatures_validated")
			.asInt()).isEqualTo(1);
		assertThat(json(get("/identities?verdict=VALID")).get("identities").toString()).contains("😀");
	}

	@Test
	void entityTagsSpareTheBody() throws Exception {
		for (String path : new String[] { "/registry/agents", "/registry/agents/planner" }) {
			HttpResponse<String> first = get(path);
			String tag = first.headers().firstValue("ETag").orElseThrow();
			HttpResponse<String> second = send(request(path).header("If-None-Match", tag));
			assertThat(second.statusCode()).isEqualTo(304);
			assertThat(second.body()).isEmpty();
		}
	}

	@Test
	void largeAnswersAreCompressedForThoseWhoTakeThatAndHaveATagOfTheirOwn() throws Exception {
		HttpResponse<String> plain = get("/registry/agents");
		assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(plain.headers().allValues("Vary")).contains("Accept-Encoding");
		HttpResponse<byte[]> zipped = this.client.send(
				request("/registry/agents").header("Accept-Encoding", "br, gzip;q=0.5").build(),
				BodyHandlers.ofByteArray());
		assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
		assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
			.isEqualTo(plain.body().getBytes(StandardCharsets.UTF_8));
		String tag = zipped.headers().firstValue("ETag").orElseThrow();
		assertThat(plain.headers().firstValue("ETag")).isNotEqualTo(Optional.of(tag));
		assertThat(send(request("/registry/agents").header("Accept-Encoding", "gzip").header("If-None-Match", tag))
			.statusCode()).isEqualTo(304);
		assertThat(send(request("/registry/agents").header("Accept-Encoding", "gzip;q=0")).headers()
			.firstValue("Content-Encoding")).isEmpty();
		assertThat(send(request("/registry/agents").header("If-Match", tag)
			.header("Content-Type", "application/merge-patch+json")
			.method("PATCH", BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(200);
		assertThat(send(request("/v3/api-docs").header("Accept-Encoding", "gzip")).headers()
			.firstValue("Content-Encoding")).contains("gzip");
	}

	@Test
	void whoHasARevisionGetsWhatChangedSince() throws Exception {
		String since = get("/registry/tools").headers().firstValue("Registry-Revision").orElseThrow();
		assertThat(get("/registry/tools?updated_since=" + since).body()).isEqualTo("{}");
		ANSWERS.put("/registry/tools", Answer.json("{\"web_search\": {\"version\": \"1.2.0\"}, \"new\": {}}"));
		post("/sync", "");
		HttpResponse<String> changes = get("/registry/tools?updated_since=" + since);
		assertThat(json(changes).propertyNames()).containsExactly("new");
		String next = changes.headers().firstValue("Registry-Revision").orElseThrow();
		assertThat(json(get("/registry/tools?updated_since=0")).propertyNames()).contains("new", "web_search");
		post("/rollback", "{\"revision\": %s, \"kinds\": [\"tools\"]}".formatted(since));
		HttpResponse<String> left = get("/registry/tools?updated_since=" + next);
		assertThat(left.body()).isEqualTo("{\"new\":null}");
		String tag = left.headers().firstValue("ETag").orElseThrow();
		assertThat(send(request("/registry/tools?updated_since=" + next).header("If-None-Match", tag)).statusCode())
			.isEqualTo(304);
		assertProblem(get("/registry/tools?updated_since=99999"), 404, "revision_not_found");
		assertProblem(get("/registry/tools?updated_since=x"), 400, "invalid_request");
		assertProblem(get("/registry/tools?updated_since=-1"), 400, "invalid_request");
	}

	@Test
	void theRegistryCanBeReadAsItWasAndComparedWithWhatItIs() throws Exception {
		ANSWERS.put("/registry/tools", Answer.json("{\"web_search\": {\"version\": \"2.0\", \"k\": {\"n\": 1}}}"));
		post("/sync", "");
		String before = get("/registry/tools").headers().firstValue("Registry-Revision").orElseThrow();
		ANSWERS.put("/registry/tools",
				Answer.json("{\"web_search\": {\"version\": \"2.0\", \"k\": {\"n\": 2}}, \"added_later\": {}}"));
		JsonNode report = json(post("/sync", ""));
		String after = report.get("revision").asString();

		JsonNode revisions = json(get("/revisions?limit=1"));
		assertThat(revisions.at("/revisions/0/revision").asString()).isEqualTo(after);
		assertThat(revisions.at("/revisions/0/sync_id")).isEqualTo(report.get("sync_id"));
		assertThat(revisions.at("/revisions/0/trigger").asString()).isEqualTo("api");
		assertThat(revisions.at("/revisions/0/changes/tools").toString()).contains("\"added\":1", "\"updated\":1");
		assertThat(revisions.get("next").asString()).isEqualTo(after);
		assertThat(json(get("/revisions?limit=1&before=" + after)).at("/revisions/0/revision").asString())
			.isEqualTo(before);

		HttpResponse<String> then = get("/registry/tools?revision=" + before);
		assertThat(then.headers().firstValue("Registry-Revision")).hasValue(before);
		assertThat(json(then).propertyNames()).doesNotContain("added_later");
		assertThat(json(get("/registry/tools/web_search?revision=" + before)).at("/k/n").asInt()).isOne();
		assertProblem(get("/registry/tools/added_later?revision=" + before), 404, "entry_not_found");
		assertThat(json(get("/registry/tools?updated_since=" + before + "&revision=" + after)).propertyNames())
			.containsExactlyInAnyOrder("web_search", "added_later");

		JsonNode diff = json(get("/diff?from=%s&to=%s&limit=1".formatted(before, after)));
		assertThat(diff.at("/entries/0/id").asString()).isEqualTo("added_later");
		assertThat(diff.at("/entries/0/change").asString()).isEqualTo("added");
		assertThat(diff.get("next").asString()).isEqualTo("tools/added_later");
		JsonNode rest = json(get("/diff?from=%s&to=%s&after=tools/added_later".formatted(before, after)));
		assertThat(rest.at("/entries/0/change").asString()).isEqualTo("changed");
		assertThat(rest.at("/entries/0/members").toString()).contains("{\"member\":\"/k/n\",\"before\":1,\"after\":2}");
		assertThat(rest.get("next").isNull()).isTrue();
		assertThat(json(get("/diff?from=%s&to=%s&kind=tools&id=added_later".formatted(after, before)))
			.at("/entries/0/change")
			.asString()).isEqualTo("removed");
		assertThat(json(get("/diff?from=%s&to=%s&kind=agents".formatted(before, after))).get("entries")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "/revisions?limit=0,400,invalid_request", "/revisions?before=x,400,invalid_request",
			"/diff?from=1,400,invalid_request", "/diff?from=0&to=1,400,invalid_request",
			"/diff?from=1&to=1&kind=other,400,invalid_request", "/diff?from=1&to=1&after=x,400,invalid_request",
			"/diff?from=1&to=99999,404,revision_not_found", "/registry/tools?revision=x,400,invalid_request",
			"/registry/tools?revision=0,400,invalid_request", "/registry/tools?revision=99999,404,revision_not_found",
			"/registry/tools/web_search?revision=99999,404,revision_not_found" })
	void aRevisionThatIsNotThereIsRefused(String call, int status, String code) throws Exception {
		assertProblem(get(call), status, code);
	}

	@Test
	void anUncommittedEditHasNoRevisionToGoOnFrom() throws Exception {
		edit("\"Plans", "\"Edited: Plans");
		HttpResponse<String> edited = get("/registry/agents");
		assertThat(edited.headers().firstValue("Registry-Revision")).isEmpty();
		post("/registry/agents/planner/revert", "");
		assertThat(get("/registry/agents").headers().firstValue("Registry-Revision")).isPresent();
	}

	@Test
	void liveObjectsAndPrivateMembersNeverShow() throws Exception {
		assertThat(get("/registry/agents").body()).doesNotContain("instance").doesNotContain("s3cret");
	}

	@Test
	void keysAreMadeOnceAndIdempotently() throws Exception {
		JsonNode report = json(post("/keys", ""));
		assertThat(report.get("keys_created").asInt()).isZero();
		assertThat(report.get("keys_updated").asInt()).isZero();
		assertThat(report.get("errors")).isEmpty();
		assertThat(json(get("/keys"))).hasSizeGreaterThanOrEqualTo(3);
	}

	@Test
	void theHistoryTellsItsHeadAndIsVerifiedOnDemand() throws Exception {
		JsonNode head = json(post("/sync", "")).get("head");
		for (HttpResponse<String> response : List.of(get("/history"), post("/history/verify", ""))) {
			assertThat(response.statusCode()).isEqualTo(200);
			JsonNode history = json(response);
			assertThat(history.propertyNames()).containsExactlyInAnyOrder("registry_id", "revision", "head", "rows",
					"signed_by", "chain_valid", "verified_at", "broken", "damaged");
			assertThat(history.get("head")).isEqualTo(head.get("digest"));
			assertThat(history.get("revision")).isEqualTo(head.get("revision"));
			assertThat(history.get("chain_valid").asBoolean()).isTrue();
			assertThat(history.get("signed_by").asString()).startsWith("0x").hasSize(42);
			assertThat(get("/keys").body()).doesNotContain(history.get("signed_by").asString());
		}
		assertThat(get("/actuator/prometheus").body()).contains("registry_sync_history_chain_valid 1.0");
		assertThat(json(get("/actuator/health")).get("components").get("history").get("details").get("head"))
			.isEqualTo(head.get("digest"));
	}

	@Test
	void aChallengeIsSignedAndVerified() throws Exception {
		String nonce = "8d5e957f297893487bd98fa830fa6413a7a5c0e0f5b1f2b8f6c1e0d9a7b3c2d1";
		JsonNode signed = json(post("/keys/agents/planner/sign", "{\"message\": \"%s\"}".formatted(nonce)));
		assertThat(signed.propertyNames()).containsExactlyInAnyOrder("kind", "id", "version", "address", "message",
				"signature");
		assertThat(signed.get("message").asString()).isEqualTo(nonce);
		JsonNode verified = json(post("/verify",
				"{\"message\": \"%s\", \"signature\": \"%s\", \"kind\": \"agents\", \"id\": \"planner\"}"
					.formatted(nonce, signed.get("signature").asString())));
		assertThat(verified.get("verdict").asString()).isEqualTo("VALID");
		assertThat(verified.get("valid").asBoolean()).isTrue();
		assertThat(verified.get("recovered_address")).isEqualTo(signed.get("address"));
	}

	@Test
	void whatIsNotSignedIsAProblemOfItsOwn() throws Exception {
		String sign = "/keys/agents/planner/sign";
		assertProblem(post(sign, "{\"message\": \"agent_registration:planner\"}"), 422, "signing_refused");
		assertProblem(post(sign, "{\"message\": \"%s\"}".formatted("x".repeat(4097))), 422, "message_too_long");
		assertProblem(post(sign, "{\"message\": \"\\ud83d\"}"), 400, "invalid_request");
		assertProblem(post(sign, "{}"), 400, "invalid_request");
		assertProblem(post(sign, ""), 400, "invalid_request");
		assertProblem(post("/keys/agents/nobody/sign", "{\"message\": \"x\"}"), 404, "key_not_found");
		assertProblem(post("/keys/agent/planner/sign", "{\"message\": \"x\"}"), 400, "invalid_request");
		assertProblem(post("/verify", "{\"message\": \"x\", \"signature\": \"x\"}"), 400, "invalid_request");
	}

	@Test
	void aKeyIsRotatedAndRevokedOverHttp() throws Exception {
		String path = "/keys/agents/" + URLEncoder.encode(ODD_ID, StandardCharsets.UTF_8).replace("+", "%20");
		JsonNode rotated = json(post(path + "/rotate", ""));
		assertThat(rotated.propertyNames()).containsExactlyInAnyOrder("kind", "id", "version", "address", "previous",
				"succession_signature", "revision", "sync_id");
		assertThat(rotated.get("id").asString()).isEqualTo(ODD_ID);
		assertProblem(post("/keys/agents/nobody/rotate", ""), 404, "entry_not_found");
		assertProblem(post(path + "/revoke", "{\"from_revision\": -1}"), 400, "invalid_request");
		assertProblem(post(path + "/revoke", "{\"reason\": \"%s\"}".formatted("x".repeat(257))), 400,
				"invalid_request");
		assertProblem(post(path + "/revoke", ""), 400, "invalid_request");
		String present = "{\"from_revision\": %s}".formatted(rotated.get("revision"));
		JsonNode revoked = json(post(path + "/revoke", present));
		assertThat(revoked.get("state").asString()).isEqualTo("revoked");
		assertThat(revoked.get("version")).isEqualTo(rotated.get("version"));
		assertThat(json(post(path + "/revoke", present))).isEqualTo(revoked);
		assertProblem(post(path + "/sign", "{\"message\": \"x\"}"), 409, "key_revoked");
		assertProblem(post(path + "/revoke", "{\"from_revision\": 0, \"version\": 99}"), 404, "key_not_found");
		long from = revoked.get("revoked_from_revision").asLong();
		if (from > 0) {
			assertThat(json(post(path + "/revoke", "{\"from_revision\": 0}")).get("revoked_from_revision").asLong())
				.isZero();
			assertProblem(post(path + "/revoke", "{\"from_revision\": 1}"), 409, "revoked_earlier");
		}
		JsonNode invalid = json(get("/identities?verdict=REVOKED&kind=agents&gaps=true"));
		assertThat(invalid.get("identities")).hasSize(1);
		assertThat(invalid.get("identities").get(0).get("remedy").asString()).contains("rotate");
		assertThat(json(get("/identities?verdict=REVOKED&kind=tools")).get("identities")).isEmpty();
		assertThat(json(get("/identities?gaps=true&kind=tools")).get("identities")).isEmpty();
		assertProblem(get("/identities?kind=agent"), 400, "invalid_request");
		assertProblem(get("/identities?gaps=yes"), 400, "invalid_request");
		assertThat(json(post(path + "/rotate", "")).get("succession_signature").isNull()).isTrue();
		assertThat(json(get("/identities?gaps=true")).get("identities")).isEmpty();
	}

	@Test
	void anEditOfTheFileIsShownAcceptedAndReverted() throws Exception {
		edit("\"Plans\"", "\"Plans, by hand\"");
		JsonNode drift = this.mapper.readTree(post("/sync", "").body()).get("drift").get(0);
		assertThat(drift.get("members").get(0)).isEqualTo(this.mapper
			.readTree("{\"member\": \"/description\", \"attested\": \"Plans\", \"found\": \"Plans, by hand\"}"));
		JsonNode accepted = this.mapper.readTree(post("/registry/agents/planner/accept", "").body());
		assertThat(accepted.get("drift").get(0).get("handling").asString()).isEqualTo("accepted");
		assertThat(accepted.get("signatures_invalid").asInt()).isZero();
		edit("\"Plans, by hand\"", "\"Plans\"");
		JsonNode reverted = this.mapper.readTree(post("/registry/agents/planner/revert", "").body());
		assertThat(reverted.get("drift").get(0).get("handling").asString()).isEqualTo("reverted");
		assertThat(get("/registry/agents/planner").body()).contains("Plans, by hand");
		assertProblem(post("/registry/agents/nobody/accept", ""), 404, "entry_not_found");
		assertProblem(post("/registry/things/planner/revert", ""), 400, "invalid_request");
	}

	private static void edit(String target, String replacement) throws IOException {
		Path file = data.resolve("config/official_agents_registry.json");
		String text = Files.readString(file);
		assertThat(text).contains(target);
		Files.writeString(file, text.replace(target, replacement));
	}

	@Test
	void whatCannotBeSettledIsAProblemOfItsOwn() throws Exception {
		String settle = "/registry/agents/planner/settle";
		String body = "{\"member\": \"/description\", \"winner\": \"runtime\"}";
		assertProblem(post(settle, body), 409, "no_such_conflict");
		assertProblem(post("/registry/agents/nobody/settle", body), 404, "entry_not_found");
		assertProblem(post("/registry/agent/planner/settle", body), 400, "invalid_request");
		assertProblem(post(settle, ""), 400, "invalid_request");
		assertProblem(post(settle, body.replace("/description", "description")), 400, "invalid_request");
		assertProblem(post(settle, body.replace("runtime", "manual")), 400, "invalid_request");
		assertProblem(post(settle, "{\"member\": \"/description\"}"), 400, "invalid_request");
	}

	@Test
	void aRevisionIsBroughtBackOverHttp() throws Exception {
		long revision = json(post("/sync", "")).get("revision").asLong();
		ANSWERS.put("/registry/tools", Answer.json("{\"web_search\": {\"version\": \"1.2.0\", \"k\": 1}}"));
		post("/sync", "");
		String body = "{\"revision\": %d, \"kinds\": [\"tools\"], \"dry_run\": true}".formatted(revision);
		JsonNode preview = json(post("/rollback", body));
		assertThat(preview.at("/changes/entries/0/members/0")).isEqualTo(this.mapper.readTree(
				"""
						{"member": "/k", "before": 1, "after": null, "owner": "runtime", "reason": "as it was at revision %d"}"""
					.formatted(revision)));
		String approve = "%s, \"approve\": %s}".formatted(body.replace("true}", "false"), preview.get("plan_digest"));
		assertThat(json(post("/rollback", approve)).get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(get("/registry/tools/web_search").body()).doesNotContain("\"k\"");
		assertProblem(post("/rollback", approve), 409, "stale_plan");
		assertProblem(post("/rollback", "{\"revision\": 9999}"), 404, "revision_not_found");
		assertProblem(post("/rollback", "{\"revision\": 1, \"ids\": [\"nobody\"]}"), 404, "entry_not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "{\"revision\": 0}", "{\"revision\": -1}", "{\"revision\": \"x\"}",
			"{\"revision\": 1, \"ids\": []}", "{\"revision\": 1, \"to\": 2}" })
	void aRollbackWithoutARevisionIsRefused(String body) throws Exception {
		assertProblem(post("/rollback", body), 400, "invalid_request");
	}

	@Test
	void theDescriptionOfTheApiHasEveryCall() throws Exception {
		JsonNode api = json(get("/v3/api-docs"));
		assertThat(api.get("paths").propertyNames()).containsExactlyInAnyOrder("/sync", "/keys",
				"/keys/{kind}/{id}/rotate", "/keys/{kind}/{id}/revoke", "/keys/{kind}/{id}/sign", "/verify",
				"/registry/{kind}", "/registry/{kind}/{id}", "/registry/{kind}/{id}/accept",
				"/registry/{kind}/{id}/revert", "/registry/{kind}/{id}/proof", "/registry/{kind}/{id}/settle",
				"/identities", "/rollback", "/syncs", "/syncs/{id}", "/syncs/{id}/changes", "/history",
				"/history/verify", "/revisions", "/diff", "/sources", "/sources/{name}/differences",
				"/sources/{name}/retire", "/continuous", "/continuous/suspend", "/continuous/resume", "/events",
				"/backup");
		assertThat(api.at("/components/schemas/SyncRequest/properties").propertyNames()).containsExactlyInAnyOrder(
				"validate_signatures", "update_missing_keys", "dry_run", "kinds", "ids", "sources", "approve");
		assertThat(api.at("/components/schemas/SyncReport/properties").propertyNames()).contains("sync_id",
				"agents_synced", "plan_digest", "duration_ms");
		assertThat(api.at("/paths/~1registry~1{kind}~1{id}/get/parameters")).hasSize(3);
		assertThat(get("/swagger-ui/index.html").body()).contains("swagger-ui");
	}

	@Test
	void theDescriptionOfTheApiSaysHowEveryCallFails() throws Exception {
		JsonNode api = json(get("/v3/api-docs"));
		Map<String, String> failures = new TreeMap<>();
		api.get("paths").properties().forEach((path) -> path.getValue().properties().forEach((call) -> {
			Map<String, JsonNode> own = new TreeMap<>();
			call.getValue()
				.get("responses")
				.properties()
				.stream()
				.filter((response) -> !response.getValue().has("$ref"))
				.forEach((response) -> own.put(response.getKey(), response.getValue()));
			failures.put(call.getKey() + " " + path.getKey(), String.join(" ", own.keySet()));
			own.forEach((status, response) -> {
				if (status.compareTo("400") >= 0) {
					assertIsProblem(status, response);
				}
			});
		}));
		assertThat(api.at("/components/responses")).isNotEmpty()
			.allSatisfy((response) -> assertIsProblem(response.at("/content/application~1problem+json/examples")
				.iterator()
				.next()
				.at("/value/status")
				.asString(), response));
		assertThat(failures).containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
				entry("post /sync", "200 202 400 409 429 500 502 503 504 507"),
				entry("post /keys", "200 400 409 500 504 507"), entry("delete /syncs/{id}", "202 404 409"),
				entry("get /syncs", "200 400"), entry("get /syncs/{id}", "200 404"),
				entry("get /syncs/{id}/changes", "200 400 404"), entry("get /keys", "200"),
				entry("post /keys/{kind}/{id}/rotate", "200 400 403 404 409 500 504 507"),
				entry("post /keys/{kind}/{id}/revoke", "200 400 404 409 500"),
				entry("post /keys/{kind}/{id}/sign", "200 400 404 409 422 500"), entry("post /verify", "200 400"),
				entry("patch /registry/{kind}", "200 400 404 409 412 415 422 500 504 507"),
				entry("get /registry/{kind}", "200 304 400 404 410 500"),
				entry("get /registry/{kind}/{id}/proof", "200 400 404 500"),
				entry("get /registry/{kind}/{id}", "200 304 400 404 410 500"),
				entry("patch /registry/{kind}/{id}", "200 400 404 409 412 415 422 500 504 507"),
				entry("post /registry/{kind}/{id}/accept", "200 400 404 409 500 504 507"),
				entry("post /registry/{kind}/{id}/revert", "200 400 404 409 500 504 507"),
				entry("post /registry/{kind}/{id}/settle", "200 400 404 409 500 502 503 504 507"),
				entry("post /rollback", "200 400 404 409 410 500 504 507"), entry("get /identities", "200 400 500"),
				entry("get /history", "200"), entry("get /revisions", "200 400"), entry("get /diff", "200 400 404 410"),
				entry("post /history/verify", "200"), entry("get /sources", "200"),
				entry("get /sources/{name}/differences", "200 404 500"),
				entry("post /sources/{name}/retire", "200 400 404 409 500 504 507"), entry("get /continuous", "200"),
				entry("post /continuous/suspend", "200 400 507"), entry("post /continuous/resume", "200 507"),
				entry("get /events", "200 400 410 503"), entry("post /backup", "200 409 500 507")));
		assertThat(api.at("/components/schemas/Problem/properties").propertyNames()).contains("code", "retryable",
				"remedy");
		JsonNode stale = api.at("/paths/~1sync/post/responses/409");
		assertThat(stale.get("description").asString()).startsWith(
				"The approved plan is not what a run would do now; says what moved, and nothing was changed. Somebody cancelled the run");
		JsonNode problem = stale.at("/content/application~1problem+json/examples/stale_plan/value");
		assertThat(problem.get("type").asString()).isEqualTo("urn:registry-sync:problem:stale-plan");
		assertThat(problem.get("remedy").asString()).isEqualTo(ProblemCode.STALE_PLAN.remedy());
		assertThat(problem.get("detail").asString()).startsWith("The plan that was approved");
		assertThat(problem.get("approved").asString()).startsWith("sha256:");
		assertThat(api.at("/paths/~1keys~1{kind}~1{id}~1sign/post/responses/422").toString())
			.contains("signing_refused", "message_too_long", "/keys/agents/planner/sign");
	}

	private static void assertIsProblem(String status, JsonNode response) {
		assertThat(response.get("description").asString()).isNotBlank();
		JsonNode body = response.at("/content/application~1problem+json");
		assertThat(body.at("/schema/$ref").asString()).isEqualTo("#/components/schemas/Problem");
		assertThat(body.get("examples").properties()).isNotEmpty().allSatisfy((example) -> {
			JsonNode problem = example.getValue().get("value");
			assertThat(problem.get("code").asString()).isEqualTo(example.getKey());
			assertThat(problem.get("status").asString()).isEqualTo(status);
			assertThat(problem.propertyNames()).contains("type", "title", "detail", "instance", "retryable", "remedy");
		});
	}

	private record Answer(int status, String type, String body) {

		private static Answer json(String body) {
			return new Answer(200, "application/json", body);
		}

	}

	@Test
	void rotationThatIsSentAgainWithItsKeyMakesNoFurtherVersion() throws Exception {
		HttpResponse<String> first = rotate("8e03978e-40d5-43dd-bc93-6894a57f9324");
		HttpResponse<String> again = rotate("8e03978e-40d5-43dd-bc93-6894a57f9324");
		assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
		assertThat(again.body()).isEqualTo(first.body());
		assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
		assertThat(again.headers().firstValue("X-Request-Id")).isNotEqualTo(first.headers().firstValue("X-Request-Id"));
		assertThat(json(rotate("another")).get("version").asInt()).isEqualTo(json(first).get("version").asInt() + 1);
	}

	private HttpResponse<String> rotate(String key) throws IOException, InterruptedException {
		return postOnce("/keys/agents/planner/rotate", key, "");
	}

	private HttpResponse<String> postOnce(String path, String key, String body)
			throws IOException, InterruptedException {
		return send(request(path).header("Content-Type", "application/json")
			.header("Idempotency-Key", key)
			.POST(BodyPublishers.ofString(body)));
	}

	@Test
	void wrongIdempotencyKeysAndBodiesThatAreTooLargeForThemAreProblems() throws Exception {
		assertThat(postOnce("/sync", "one", "{}").statusCode()).isEqualTo(200);
		HttpResponse<String> reused = postOnce("/sync", "one", "{\"dry_run\": true}");
		assertThat(reused.statusCode()).isEqualTo(422);
		assertThat(json(reused).get("code").asString()).isEqualTo("idempotency_key_reused");
		HttpResponse<String> noKey = postOnce("/sync", "not a key", "{}");
		assertThat(noKey.statusCode()).isEqualTo(400);
		assertThat(json(noKey).get("code").asString()).isEqualTo("invalid_request");
		HttpResponse<String> tooLarge = postOnce("/sync", "large", " ".repeat((1 << 20) + 1));
		assertThat(tooLarge.statusCode()).isEqualTo(413);
		assertThat(json(tooLarge).get("code").asString()).isEqualTo("request_too_large");
	}

	@Test
	void aCallerThatPrefersNotToWaitGetsTheAddressOfTheRun() throws Exception {
		HttpResponse<String> begun = postAsync("background", "{}");
		assertThat(begun.statusCode()).isEqualTo(202);
		assertThat(begun.headers().firstValue("Preference-Applied")).hasValue("respond-async");
		String address = begun.headers().firstValue("Location").orElseThrow();
		assertThat(address).isEqualTo("/syncs/" + json(begun).get("sync_id").asString());
		HttpResponse<String> again = postAsync("background", "{}");
		assertThat(again.body()).isEqualTo(begun.body());
		assertThat(again.headers().firstValue("Location")).hasValue(address);
		assertThat(again.headers().firstValue("Preference-Applied")).hasValue("respond-async");
		JsonNode run = json(get(address));
		while (!run.get("state").asString().equals("ended")) {
			run = json(get(address));
		}
		assertThat(run.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(run.get("trigger").asString()).isEqualTo("api");
		assertThat(run.get("actor").asString()).isEqualTo(json(begun).get("actor").asString()).isNotEqualTo("local");
	}

	private HttpResponse<String> postAsync(String key, String body) throws IOException, InterruptedException {
		return send(request("/sync").header("Content-Type", "application/json")
			.header("Prefer", "respond-async, wait=1")
			.header("Idempotency-Key", key)
			.POST(BodyPublishers.ofString(body)));
	}

	@Test
	void aDryRunIsWaitedForAsItsPlanIsAllThereIs() throws Exception {
		HttpResponse<String> report = postAsync("plan", "{\"dry_run\": true}");
		assertThat(report.statusCode()).isEqualTo(200);
		assertThat(report.headers().firstValue("Preference-Applied")).isEmpty();
		assertThat(json(report).has("plan_digest")).isTrue();
	}

	@Test
	void whatIsWrongWithARequestIsSaidAtOnce() throws Exception {
		HttpResponse<String> refused = postAsync("wrong", "{\"kinds\": [\"robots\"]}");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(json(refused).get("code").asString()).isEqualTo("invalid_request");
	}

}
