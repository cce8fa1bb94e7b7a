package dev.registrysync.operations;

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
				assertThat(response.getValue().path("description").asString("")).as(where).isNotBlank();
				response.getValue().path("content").forEach((body) -> {
					assertThat(examples(body)).as(where).isNotEmpty();
					examples(body).stream()
						.flatMap((example) -> this.api.differences(example, body.get("schema"), where).stream())
						.filter((difference) -> isStrict(response.getKey(), difference))
						.forEach(differences::add);
				});
			});
		}
		assertThat(differences).isEmpty();
	}

	/**
	 * Problems have further members, as their schema says.
	 */
	private static boolean isStrict(String status, String difference) {
		return status.startsWith("2") || !difference.endsWith("is not described");
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

	@Test
	void swaggerUiCanAuthorize() {
		assertThat(this.api.document().at("/components/securitySchemes/token/scheme").asString()).isEqualTo("bearer");
		assertThat(this.api.document().get("security").toString()).isEqualTo("[{\"token\":[]},{}]");
	}

	private static List<String> strings(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

}
