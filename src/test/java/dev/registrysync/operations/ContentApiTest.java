package dev.registrysync.operations;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.registrysync.packaged.Coordinator;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonReader;
import dev.registrysync.registry.JsonString;
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
 * What the service keeps, compares and signs of an entry's content, over HTTP and on the
 * file.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ContentApiTest {

	private static final Coordinator COORDINATOR = Coordinator.onLoopback();

	private static final Map<String, Json> AGENTS = new LinkedHashMap<>();

	@TempDir
	private static Path data;

	private RunningService service;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url", COORDINATOR::url);
	}

	@AfterAll
	static void stop() {
		COORDINATOR.close();
	}

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.service = new RunningService(port);
	}

	/**
	 * Syncs while the coordinator has these agents and those of before.
	 */
	private JsonNode sync(String agents) {
		((JsonObject) JsonReader.read(agents.getBytes(StandardCharsets.UTF_8))).members().forEach(AGENTS::put);
		COORDINATOR.agents(JsonObject.copyOf(AGENTS).toString());
		HttpResponse<String> response = this.service.post("/sync", "{}");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return json(response);
	}

	private JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	private HttpResponse<String> patch(String path, String body) {
		return this.service.send(this.service.request(path)
			.method("PATCH", BodyPublishers.ofString(body))
			.header("Content-Type", "application/merge-patch+json"));
	}

	private static String fault(String name) throws IOException {
		return Files.readString(Path.of("src/test/resources/faults", name));
	}

	private static Path file() {
		return data.resolve("config/official_agents_registry.json");
	}

	private static void replace(String target, String replacement) throws IOException {
		String text = Files.readString(file());
		assertThat(text).contains(target);
		Files.writeString(file(), text.replace(target, replacement));
	}

	private JsonNode identity(String id) {
		for (JsonNode identity : json(this.service.get("/identities")).get("identities")) {
			if (identity.get("id").asString().equals(id)) {
				return identity;
			}
		}
		throw new AssertionError("no entry " + id);
	}

	private String verdict(String id) {
		return identity(id).get("verdict").asString();
	}

	@Test
	void numbersThatNoDoubleHoldsKeepEveryDigitAndAreComparedByThem() throws Exception {
		String agents = fault("big-numbers.json").replace("n1", "n0");
		sync(agents);
		String entry = this.service.get("/registry/agents/n0").body();
		assertThat(entry).contains("1234567890123456789,", "1000000000000000001,", "0.10000000000000000001");
		assertThat(verdict("n0")).isEqualTo("VALID");
		assertThat(sync(agents.replace("456789,", "456789.0,")).get("outcome").asString()).isEqualTo("NO_CHANGE");
		JsonNode report = sync(agents.replace("456789,", "456790,"));
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(report.get("changes").get("agents").get("updated").asInt()).isEqualTo(1);
		assertThat(Files.readString(file())).contains("\"owner_id\": 1234567890123456790");
		assertThat(verdict("n0")).isEqualTo("VALID");
	}

	@Test
	void aPatchKeepsTheDigitsThatItWasGiven() throws Exception {
		sync(fault("big-numbers.json"));
		patch("/registry/agents/n1", "{\"labels\": {\"wei\": 1234567890123456789}}");
		HttpResponse<String> response = patch("/registry/agents/n1", "{\"labels\": {\"wei\": 1234567890123456790}}");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).contains("\"wei\": 1234567890123456790");
		assertThat(this.service.get("/registry/agents/n1").body()).contains("\"wei\": 1234567890123456790");
		assertThat(verdict("n1")).isEqualTo("VALID");
		assertThat(patch("/registry/agents/n1", "{\"labels\": {\"wei\": 1E-999999999}}").body())
			.contains("\"wei\": 1E-999999999");
		assertThat(verdict("n1")).isEqualTo("VALID");
		assertThat(patch("/registry/agents/n1", "{\"labels\": {\"wei\": 1e400}}").statusCode()).isEqualTo(400);
	}

	@Test
	void anEditOfADigitIsFoundAndShownWithBothValues() throws Exception {
		sync("{\"n2\": {\"agent_type\": \"x\", \"owner_id\": 9234567890123456789}}");
		replace("9234567890123456789", "9234567890123456788");
		assertThat(verdict("n2")).isEqualTo("INVALID_CONTENT");
		HttpResponse<String> response = this.service.post("/sync", "");
		assertThat(json(response).get("drift").get(0).get("members").get(0).toString()).contains("/owner_id");
		assertThat(response.body()).contains("9234567890123456789", "9234567890123456788");
		assertThat(this.service.post("/registry/agents/n2/revert", "").statusCode()).isEqualTo(200);
		assertThat(this.service.get("/registry/agents/n2").body()).contains("9234567890123456789");
		assertThat(verdict("n2")).isEqualTo("VALID");
	}

	@Test
	void nestedMembersWithAnUnderscoreAreDataAndTheEntrysOwnAreNot() throws Exception {
		String agents = fault("nested-underscore.json");
		sync(agents);
		String nested = "{\"_type\":\"llm\",\"_meta\":{\"_id\":7},\"k\":1}";
		JsonNode entry = json(this.service.get("/registry/agents/u1"));
		assertThat(entry.get("cfg")).hasToString(nested);
		assertThat(entry.has("_live")).isFalse();
		replace("\"k\": 1", "\"k\": 1, \"_hand\": [{\"_id\": 8}]");
		assertThat(this.service.post("/registry/agents/u1/accept", "").statusCode()).isEqualTo(200);
		sync(agents.replace("\"worker\"", "\"worker2\""));
		JsonNode after = json(this.service.get("/registry/agents/u1"));
		assertThat(after.get("type").asString()).isEqualTo("worker2");
		assertThat(after.get("cfg")).hasToString(nested.replace("1}", "1,\"_hand\":[{\"_id\":8}]}"));
		assertThat(sync(agents.replace("\"worker\"", "\"worker2\"").replace("\"_id\":7", "\"_id\":9")).get("outcome")
			.asString()).isEqualTo("SUCCEEDED");
		assertThat(this.service.get("/registry/agents/u1").body()).contains("\"_id\": 9");
		assertThat(verdict("u1")).isEqualTo("VALID");
	}

	@ParameterizedTest
	@ValueSource(strings = { "revert", "accept" })
	void anEditOfWhatTheServiceOwnsIsDriftUntilItIsPutBack(String remedy) throws Exception {
		String id = "own_" + remedy;
		sync("{\"%s\": {\"agent_type\": \"x\"}}".formatted(id));
		String before = this.service.get("/registry/agents/" + id).body();
		String signature = json(this.service.get("/registry/agents/" + id)).at("/identity/signature").asString();
		replace("\"signature\": \"%s\"".formatted(signature),
				"\"signature\": \"%s\", \"role\": \"superadmin\"".formatted(signature));
		assertThat(verdict(id)).isEqualTo("MALFORMED");
		assertThat(identity(id).get("reason").asString()).contains("/identity/role");
		for (int i = 0; i < 2; i++) {
			JsonNode report = json(this.service.post("/sync", ""));
			assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
			assertThat(report.get("drift")).singleElement().satisfies((drift) -> {
				assertThat(drift.get("id").asString()).isEqualTo(id);
				assertThat(drift.get("handling").asString()).isEqualTo("reported");
				assertThat(drift.get("members"))
					.hasToString("[{\"member\":\"/identity/role\",\"attested\":null,\"found\":\"superadmin\"}]");
			});
			assertThat(verdict(id)).isEqualTo("MALFORMED");
		}
		sync("{\"%s\": {\"agent_type\": \"y\"}, \"other_%s\": {\"agent_type\": \"x\"}}".formatted(id, remedy));
		assertThat(verdict(id)).isEqualTo("MALFORMED");
		assertThat(this.service.get("/registry/agents/" + id).body()).contains("superadmin");
		follow(id, remedy);
		assertThat(verdict(id)).isEqualTo("VALID");
		JsonNode entry = json(this.service.get("/registry/agents/" + id));
		assertThat(entry.get("identity").propertyNames())
			.isEqualTo(JsonMapper.shared().readTree(before).get("identity").propertyNames());
		assertThat(entry.get("type").asString()).isEqualTo("y");
		assertThat(json(this.service.post("/sync", "")).get("drift")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "identity_enabled|false", "last_identity_update|5",
			"last_updated|1", "last_updated_at|null", "missing_since|4" })
	void anEditedTimeOrFlagIsMalformedWithItsName(String member, String value) throws Exception {
		COORDINATOR.tools("{\"t\": {\"version\": \"1\"}}");
		this.service.post("/sync", "");
		Path tools = data.resolve("config/official_tools_registry.json");
		JsonObject document = (JsonObject) JsonReader.read(Files.readAllBytes(tools));
		Files.writeString(tools,
				JsonPointer.parse("/registered_tools/t/" + member)
					.put(document, JsonReader.read(value.getBytes(StandardCharsets.UTF_8)))
					.toString());
		assertThat(verdict("t")).isEqualTo("MALFORMED");
		assertThat(identity("t").get("reason").asString()).contains(member);
		assertThat(identity("t").get("remedy").asString()).contains("/revert");
		JsonNode report = json(this.service.post("/sync", ""));
		assertThat(report.get("drift").get(0).get("members").get(0).get("member").asString()).isEqualTo("/" + member);
		assertThat(this.service.post("/registry/tools/t/revert", "").statusCode()).isEqualTo(200);
		assertThat(verdict("t")).isEqualTo("VALID");
		assertThat(json(this.service.post("/sync", "")).get("drift")).isEmpty();
	}

	private void follow(String id, String remedy) {
		assertThat(identity(id).get("remedy").asString()).contains("/" + remedy);
		assertThat(this.service.post("/registry/agents/%s/%s".formatted(id, remedy), "").statusCode()).isEqualTo(200);
	}

	@Test
	void everyAnswerIsJsonAlthoughTheFileIsNot() throws Exception {
		sync("{\"nan\": {\"agent_type\": \"x\", \"score\": 0.5}, \"nan2\": {\"agent_type\": \"INFO: NaN\"}}");
		String since = this.service.get("/registry/agents").headers().firstValue("Registry-Revision").orElseThrow();
		replace("\"score\": 0.5", "\"score\": NaN, \"limits\": [-Infinity, Infinity, \"NaN\", \"\\\\\"]");
		String file = Files.readString(file());
		String syncId = json(this.service.post("/sync", "{}")).get("sync_id").asString();
		String shown = "[\"not JSON: -Infinity\",\"not JSON: Infinity\",\"NaN\",\"\\\\\"]";
		for (String path : new String[] { "/registry/agents", "/registry/agents/nan",
				"/registry/agents?updated_since=" + since }) {
			JsonNode answer = strictly(this.service.get(path));
			JsonNode entry = answer.has("nan") ? answer.get("nan") : answer;
			assertThat(entry.get("score").asString()).isEqualTo("not JSON: NaN");
			assertThat(entry.get("limits")).hasToString(shown);
		}
		assertThat(json(this.service.get("/registry/agents/nan2")).get("type").asString()).isEqualTo("INFO: NaN");
		JsonNode drift = strictly(this.service.post("/sync", "{}")).get("drift");
		assertThat(drift.toString()).contains("\"found\":\"not JSON: NaN\"", "\"found\":" + shown);
		assertThat(strictly(this.service.get("/syncs/%s/changes".formatted(syncId))).toString())
			.contains("not JSON: NaN");
		assertThat(verdict("nan")).isEqualTo("MALFORMED");
		JsonNode patched = strictly(patch("/registry/agents/nan", "{\"notes\": \"n\"}"));
		assertThat(patched.get("score").asString()).isEqualTo("not JSON: NaN");
		assertThat(patched.get("notes").asString()).isEqualTo("n");
		assertThat(file).contains("\"score\": NaN");
		assertThat(Files.readString(file())).contains("\"score\": NaN");
		assertThat(this.service.post("/registry/agents/nan/revert", "").statusCode()).isEqualTo(200);
		assertThat(verdict("nan")).isEqualTo("VALID");
	}

	@Test
	void aSourceThatShowsSomethingThatIsNotJsonHasItsEntryQuarantined() {
		sync("{\"marked\": {\"agent_type\": \"x\", \"score\": 1}}");
		JsonNode report = sync("{\"marked\": {\"agent_type\": \"x\", \"score\": \"not JSON: NaN\"}}");
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(json(this.service.get("/registry/agents/marked")).get("score").asInt()).isEqualTo(1);
		sync("{\"marked\": {\"agent_type\": \"x\", \"score\": 1, \"description\": \"not JSON: really\"}}");
		assertThat(this.service.get("/registry/agents/marked").body()).contains("really");
	}

	/**
	 * Jackson reads no NaN unless it is asked to.
	 */
	private JsonNode strictly(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return json(response);
	}

	private JsonNode proof(String path) {
		HttpResponse<String> response = this.service.get(path + "/proof");
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return json(response);
	}

	private static void verifies(JsonNode proof, String... purposes) throws Exception {
		assertThat(proof.get("signatures")).extracting((signature) -> signature.get("purpose").asString())
			.containsExactly(purposes);
		for (JsonNode signature : proof.get("signatures")) {
			assertThat(
					PersonalSignatures.recover(signature.get("text").asString(), signature.get("signature").asString()))
				.isEqualToIgnoringCase(signature.get("signer").asString());
		}
		byte[] form = proof.at("/content/canonical_form").asString().getBytes(StandardCharsets.UTF_8);
		String digest = "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(form));
		assertThat(proof.at("/content/digest").asString()).isEqualTo(digest);
		assertThat(proof.at("/signatures/1/text").asString()).contains("\ncontent: " + digest + "\n",
				"\naddress: " + proof.get("address").asString() + "\n",
				"\nregistry: " + proof.get("registry_id").asString() + "\n",
				"\nkey-version: " + proof.get("key_version").asInt() + "\n");
	}

	@Test
	void aProofIsVerifiedWithNothingButItself() throws Exception {
		COORDINATOR.tools("{\"t\": {\"version\": \"1\"}}");
		sync("{\"proved\": {\"agent_type\": \"é\", \"wei\": 1234567890123456789}}");
		verifies(proof("/registry/agents/proved"), "registration", "attestation");
		verifies(proof("/registry/tools/t"), "registration", "attestation");
		assertThat(proof("/registry/agents/proved").at("/content/canonical_form").asString())
			.endsWith("\n/wei 1234567890123456789e0");
		assertThat(this.service.post("/keys/agents/proved/rotate", "").statusCode()).isEqualTo(200);
		JsonNode rotated = proof("/registry/agents/proved");
		verifies(rotated, "registration", "attestation", "succession");
		assertThat(rotated.at("/signatures/2/signer")).isNotEqualTo(rotated.get("address"));
		replace("\"type\": \"\\u00e9\"", "\"type\": \"edited\"");
		JsonNode edited = proof("/registry/agents/proved");
		assertThat(edited.at("/signatures/1/text").asString()).doesNotContain(edited.at("/content/digest").asString());
		this.service.post("/registry/agents/proved/revert", "");
		assertThat(this.service.get("/registry/agents/nobody/proof").statusCode()).isEqualTo(404);
		assertThat(this.service.get("/registry/agent/proved/proof").statusCode()).isEqualTo(400);
	}

	@Test
	void whatCannotBeSignedHasAProofWithoutContent() throws Exception {
		sync("{\"unproved\": {\"agent_type\": \"x\", \"ratio\": 0.75}}");
		replace("\"ratio\": 0.75", "\"ratio\": NaN");
		JsonNode proof = proof("/registry/agents/unproved");
		assertThat(proof.get("content").isNull()).isTrue();
		assertThat(proof.get("signatures")).hasSize(2);
		this.service.post("/registry/agents/unproved/revert", "");
	}

	private JsonNode verify(String message, String signature, String who) {
		HttpResponse<String> response = this.service.post("/verify",
				JsonObject.of("message", new JsonString(message))
					.with("signature", signature)
					.with("kind", "agents")
					.with("id", who)
					.toString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return json(response);
	}

	@Test
	void whetherTheKeyOrTheMessageDiffersIsSaidAsFarAsItIsKnown() {
		sync("{\"v1\": {\"agent_type\": \"x\"}, \"v2\": {\"agent_type\": \"x\"}}");
		JsonNode attestation = proof("/registry/agents/v1").at("/signatures/1");
		String text = attestation.get("text").asString();
		String signature = attestation.get("signature").asString();
		assertThat(verify(text, signature, "v1").get("verdict").asString()).isEqualTo("VALID");
		JsonNode key = verify(text, signature, "v2");
		assertThat(key.get("verdict").asString()).isEqualTo("WRONG_KEY");
		assertThat(key.get("reason").asString()).contains("agents/v1");
		JsonNode message = verify(text + "0", signature, "v1");
		assertThat(message.get("verdict").asString()).isEqualTo("WRONG_MESSAGE");
		assertThat(message.get("reason").asString()).contains("attestation");
		JsonNode either = verify(text + "0", signature, "v2");
		assertThat(either.get("verdict").asString()).isEqualTo("WRONG_KEY_OR_MESSAGE");
		assertThat(either.get("valid").asBoolean()).isFalse();
	}

}
