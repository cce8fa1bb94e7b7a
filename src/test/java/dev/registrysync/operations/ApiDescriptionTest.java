package dev.registrysync.operations;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.registrysync.operations.ApiDescription.Call;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a reader, a code generator and Swagger UI need of the description of the API.
 */
class ApiDescriptionTest extends StartedServiceTestCase {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** Generated clients have methods with these names: they never change. */
	private static final List<String> OPERATION_IDS = List.of("sync", "ensureKeys", "listKeys", "rotateKey",
			"revokeKey", "sign", "verify", "getRegistry", "patchRegistry", "getEntry", "patchEntry", "acceptEdit",
			"revertEdit", "settle", "getIdentities");

	private ApiDescription api;

	@BeforeEach
	void describe() throws Exception {
		String text = service().get("/v3/api-docs").body();
		Files.writeString(Path.of("target/openapi.json"), text);
		this.api = new ApiDescription(JSON.readTree(text));
	}

	@Test
	void everyCallHasANameThatStaysAndSaysWhatItIsFor() {
		List<Call> calls = this.api.calls();
		assertThat(calls.stream().map(Call::operationId).toList()).doesNotHaveDuplicates().containsAll(OPERATION_IDS);
		Set<String> tags = this.api.document()
			.get("tags")
			.valueStream()
			.filter((tag) -> !tag.path("description").asString("").isBlank())
			.map((tag) -> tag.get("name").asString())
			.collect(Collectors.toSet());
		assertThat(calls).allSatisfy((call) -> {
			assertThat(call.operationId()).as(call.name()).matches("[a-z][A-Za-z]+");
			assertThat(call.description().path("summary").asString("")).as(call.name()).isNotBlank();
			assertThat(call.description().path("description").asString("")).as(call.name()).isNotBlank();
			assertThat(call.description().path("tags").valueStream().map(JsonNode::asString)).as(call.name())
				.hasSize(1)
				.isSubsetOf(tags);
			assertThat(call.description().path("parameters")).allSatisfy(
					(parameter) -> assertThat(parameter.path("description").asString("")).as(call.name()).isNotBlank());
		});
	}

	@Test
	void everyAnswerHasExamplesAndTheyAreWhatTheirSchemasDescribe() {
		List<String> differences = new ArrayList<>();
		for (Call call : this.api.calls()) {
			call.description().get("responses").properties().forEach((response) -> {
				String where = call.name() + " " + response.getKey();
				JsonNode described = this.api.resolve(response.getValue());
				assertThat(described.path("description").asString("")).as(where).isNotBlank();
				described.path("content").forEach((body) -> {
					assertThat(examples(body)).as(where).isNotEmpty();
					examples(body).stream()
						.flatMap((example) -> this.api.differences(example, body.get("schema"), where).stream())
						.forEach(differences::add);
				});
			});
		}
		assertThat(differences).isEmpty();
	}

	private static List<JsonNode> examples(JsonNode body) {
		return Stream
			.concat(Stream.of(body.path("example")).filter((example) -> !example.isMissingNode()),
					body.path("examples").valueStream().map((example) -> example.get("value")))
			.map((example) -> (example.isString() && !isText(body)) ? JSON.readTree(example.asString()) : example)
			.toList();
	}

	private static boolean isText(JsonNode body) {
		return body.at("/schema/type").asString("").equals("string");
	}

	@Test
	void aSyncHasAnExampleOfEachOutcomeThatItAnswersWith() {
		JsonNode examples = this.api.document()
			.at("/paths/~1sync/post/responses/200/content/application~1json/examples");
		assertThat(examples.propertyNames()).contains("SUCCEEDED", "NO_CHANGE", "HELD", "PARTIAL");
		examples.properties()
			.forEach((example) -> assertThat(example.getValue().at("/value/outcome").asString())
				.isEqualTo(example.getKey()));
		assertThat(examples.at("/PARTIAL/value/conflicts")).isNotEmpty();
		assertThat(examples.at("/HELD/value/held/kinds")).isNotEmpty();
	}

	@Test
	void aRealReportIsWhatIsDescribed() {
		COORDINATOR.agents("{\"planner\": {\"status\": \"active\"}}").tools("{}");
		JsonNode report = JSON.readTree(service().post("/sync", "{\"dry_run\": true}").body());
		JsonNode schema = this.api.document().at("/components/schemas/SyncReport");
		assertThat(this.api.differences(report, schema, "report")).isEmpty();
	}

	@Test
	void membersThatMayBeNullSaySoAndTheOthersAreRequired() {
		JsonNode schemas = this.api.document().at("/components/schemas");
		assertThat(strings(schemas.at("/SyncReport/required"))).contains("sync_id", "outcome", "changes", "sources")
			.doesNotContain("held");
		assertThat(schemas.at("/SyncReport/properties/held/anyOf").toString())
			.isEqualTo("[{\"$ref\":\"#/components/schemas/Held\"},{\"type\":\"null\"}]");
		assertThat(strings(schemas.at("/EntryProblem/properties/id/type"))).containsExactlyInAnyOrder("string", "null");
		assertThat(strings(schemas.at("/EntryProblem/required"))).containsExactlyInAnyOrder("code", "message");
		assertThat(schemas.at("/SyncRequest").has("required")).isFalse();
		assertThat(strings(schemas.at("/SyncRequest/properties/kinds/items/enum"))).containsExactly("agents", "tools");
	}

	/**
	 * Sends what Swagger UI has filled in before anybody edits it, for entries that
	 * exist.
	 */
	@Test
	void thePrefilledRequestsOfSwaggerUiAreUnderstoodAndHarmless() {
		COORDINATOR.agents("{\"planner\": {\"status\": \"active\"}, \"night_watch\": {\"status\": \"active\"}}")
			.tools("{}");
		service().post("/sync", "{}");
		String keys = service().get("/keys").body();
		for (Call call : this.api.calls()) {
			JsonNode content = call.description().at("/requestBody/content");
			content.properties().forEach((body) -> {
				HttpRequest.Builder request = service().request(concrete(call.path()))
					.header("Content-Type", body.getKey())
					.method(call.method(), BodyPublishers.ofString(prefilled(body.getValue()).toString()));
				assertThat(service().send(request).statusCode()).as(call.name()).isIn(200, 404, 409);
			});
			assertThat(call.description().path("parameters")).as(call.name())
				.filteredOn((parameter) -> parameter.get("in").asString().equals("header"))
				.noneMatch((parameter) -> parameter.has("example"));
		}
		service().post("/continuous/resume", "");
		assertThat(service().get("/keys").body()).isEqualTo(keys);
		assertThat(JSON.readTree(service().get("/registry/agents").body())).hasSizeGreaterThan(1)
			.allSatisfy((agent) -> assertThat(agent.get("status").asString() + agent.get("enabled"))
				.isEqualTo("activetrue"));
	}

	private static String concrete(String path) {
		return path.replace("{kind}", "agents").replace("{id}", "planner").replace("{name}", "lab");
	}

	/**
	 * The body that Swagger UI shows: that of the call, or else that of its schema.
	 */
	private JsonNode prefilled(JsonNode body) {
		return examples(body).stream()
			.findFirst()
			.orElseGet(() -> this.api.resolve(body.get("schema")).required("example"));
	}

	@Test
	void theMainCallsComeFirstAndTheBackupLast() {
		assertThat(this.api.document().get("tags").valueStream().map((tag) -> tag.get("name").asString()))
			.containsExactly("Sync", "Registry", "Identities", "Keys", "Sources", "Events", "History", "Backup");
		assertThat(this.api.document().get("paths").propertyNames()).startsWith("/sync", "/keys");
	}

	@Test
	void everyCallSaysWhatTheServiceRefusesBeforeItIsMade() {
		assertThat(this.api.calls()).allSatisfy((call) -> {
			JsonNode responses = call.description().get("responses");
			assertThat(responses.propertyNames()).as(call.name())
				.contains("400", "401", "403", "406", "421", "429", "500", "503", "507");
			if (call.method().equals("POST")) {
				assertThat(this.api.resolve(responses.path("422"))
					.at("/content/application~1problem+json/examples")
					.propertyNames()).as(call.name()).contains("idempotency_key_reused");
			}
		});
	}

	@Test
	void swaggerUiCanAuthorize() {
		assertThat(this.api.document().at("/components/securitySchemes/token/scheme").asString()).isEqualTo("bearer");
		assertThat(this.api.document().get("security").toString()).isEqualTo("[{\"token\":[]},{}]");
	}

	private static List<String> strings(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

}
