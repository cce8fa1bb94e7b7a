package dev.registrysync.sync;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.registrysync.packaged.Api;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service over HTTP between operators and a coordinator that is edited too, and
 * that takes patches. Conflicts wait for a person.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BothDirectionsApiTest {

	/** Each story is about agents of its own. */
	private static final EditedCoordinator COORDINATOR = new EditedCoordinator("""
			{"planner": {"agent_type": "orchestrator", "description": "Plans"},
			 "scout": {"agent_type": "worker", "description": "Scouts"},
			 "courier": {"agent_type": "worker",
			             "metadata": {"priority": 1, "size": 1, "contact": {"mail": "m", "room": 7}}},
			 "clerk": {"agent_type": "worker"},
			 "guard": {"agent_type": "worker", "description": "Guards"}}""");

	@TempDir
	private static Path data;

	private Api api;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url", COORDINATOR::url);
		registry.add("registry-sync.coordinators.default.push", () -> true);
		registry.add("registry-sync.conflicts.agents", () -> "manual");
		registry.add("registry-sync.members.agents[0].pointer", () -> "/metadata/priority");
		registry.add("registry-sync.members.agents[0].owner", () -> "operator");
		registry.add("registry-sync.members.agents[1].pointer", () -> "/metadata/contact/mail");
		registry.add("registry-sync.members.agents[1].owner", () -> "operator");
	}

	private static void editFile(String target, String replacement) throws IOException {
		Path file = data.resolve("config/official_agents_registry.json");
		String text = Files.readString(file);
		assertThat(text).contains(target);
		Files.writeString(file, text.replace(target, replacement));
	}

	@BeforeEach
	void bothHaveTheSame(@LocalServerPort int port) {
		this.api = new Api(URI.create("http://127.0.0.1:" + port));
		sync("{}");
		sync("{}");
		COORDINATOR.taken().clear();
	}

	@AfterAll
	static void stop() {
		COORDINATOR.close();
	}

	private JsonNode sync(String body) {
		return Api.ok(this.api.post("/sync", body));
	}

	private JsonNode entry(String id) {
		return Api.ok(this.api.get("/registry/agents/" + id));
	}

	private static JsonNode problem(HttpResponse<String> response, int status, String code) {
		JsonNode problem = Api.json(status, response);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(problem.get("code").asString()).isEqualTo(code);
		assertThat(problem.get("remedy").asString()).isNotEmpty();
		return problem;
	}

	@ParameterizedTest
	@CsvSource({ "planner,Plans,runtime,anew", "scout,Scouts,persistent,by hand" })
	void aConflictWaitsUntilItIsSettledAndIsThenOver(String id, String description, String winner, String chosen)
			throws Exception {
		editFile("\"%s\"".formatted(description), "\"by hand\"");
		COORDINATOR.edit("{\"%s\": {\"description\": \"anew\"}}".formatted(id));
		for (int i = 0; i < 2; i++) {
			JsonNode waits = sync("{}").get("conflicts");
			assertThat(waits).singleElement().satisfies((conflict) -> {
				assertThat(conflict.get("id").asString()).isEqualTo(id);
				assertThat(conflict.get("member").asString()).isEqualTo("/description");
				assertThat(conflict.get("base").asString()).isEqualTo(description);
				assertThat(conflict.get("runtime").asString()).isEqualTo("anew");
				assertThat(conflict.get("persistent").asString()).isEqualTo("by hand");
				assertThat(conflict.get("winner").asString()).isEqualTo("manual");
			});
			assertThat(entry(id).get("description").asString()).isEqualTo("by hand");
		}
		String settle = "/registry/agents/%s/settle".formatted(id);
		String wanted = "{\"member\": \"/description\", \"winner\": \"%s\"}".formatted(winner);
		JsonNode settled = Api.ok(this.api.post(settle, wanted));
		assertThat(settled.get("conflicts").get(0).get("winner").asString()).isEqualTo(winner);
		assertThat(entry(id).get("description").asString()).isEqualTo(chosen);
		JsonNode next = sync("{}");
		assertThat(next.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(next.get("conflicts")).isEmpty();
		assertThat(entry(id).get("description").asString()).isEqualTo(chosen);
		JsonNode again = problem(this.api.post(settle, wanted), 409, "no_such_conflict");
		assertThat(again.get("member").asString()).isEqualTo("/description");
	}

	@Test
	void whatOperatorsOwnInsideAMemberReachesTheCoordinatorAndNothingAroundIt() throws Exception {
		JsonNode refused = problem(
				this.api.patch("/registry/agents/courier", "{\"metadata\": {\"priority\": 9, \"size\": 9}}"), 422,
				"members_not_yours");
		assertThat(refused.get("refused")).singleElement()
			.satisfies((member) -> assertThat(member.get("pointer").asString()).isEqualTo("/metadata/size"));
		Api.ok(this.api.patch("/registry/agents/courier",
				"{\"metadata\": {\"priority\": 9, \"contact\": {\"mail\": \"n\"}}}"));
		COORDINATOR.edit("{\"courier\": {\"metadata\": {\"size\": 2}}}");
		JsonNode report = sync("{}");
		assertThat(report.get("conflicts")).isEmpty();
		assertThat(report.get("sources").get(0).get("pushed").get("agents").asInt()).isEqualTo(1);
		assertThat(COORDINATOR.taken()).singleElement()
			.satisfies((patch) -> assertThat(patch.findObject("courier").orElseThrow().without("identity"))
				.hasToString("{\"metadata\":{\"priority\":9,\"contact\":{\"mail\":\"n\"}}}"));
		assertThat(COORDINATOR.agent("courier").find("metadata"))
			.hasToString("Optional[{\"priority\":9,\"size\":2,\"contact\":{\"mail\":\"n\",\"room\":7}}]");
		assertThat(entry("courier").get("metadata").get("size").asInt()).isEqualTo(2);
		sync("{}");
		JsonNode quiet = sync("{}");
		assertThat(quiet.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(COORDINATOR.taken()).hasSize(1);
	}

	@Test
	void aStaleApprovalSaysWhatMovedAndTheNewPlanCanBeApproved() throws Exception {
		COORDINATOR.edit("{\"guard\": {\"description\": \"Guards ahead\"}}");
		JsonNode preview = sync("{\"dry_run\": true}");
		assertThat(preview.get("changes").get("entries").get(0).get("members").get(0).get("after").asString())
			.isEqualTo("Guards ahead");
		COORDINATOR.edit("{\"guard\": {\"description\": \"Guards behind\"}, \"clerk\": {\"cost\": 2.50}}");
		String approve = "{\"approve\": \"%s\"}";
		String approved = preview.get("plan_digest").asString();
		JsonNode stale = problem(this.api.post("/sync", approve.formatted(approved)), 409, "stale_plan");
		assertThat(stale.get("approved").asString()).isEqualTo(approved);
		assertThat(stale.get("moved_entries").asInt()).isEqualTo(2);
		assertThat(stale.get("moved").toString()).isEqualTo("""
				[{"kind":"agents","id":"clerk","approved":null,"now":"updated","members":["/cost"]},\
				{"kind":"agents","id":"guard","approved":"updated","now":"updated","members":["/description"]}]""");
		assertThat(entry("guard").get("description").asString()).isEqualTo("Guards");
		JsonNode unknown = problem(this.api.post("/sync", approve.formatted("sha256:" + "0".repeat(64))), 409,
				"stale_plan");
		assertThat(unknown.has("moved")).isFalse();
		assertThat(unknown.get("plan_digest")).isEqualTo(stale.get("plan_digest"));
		JsonNode applied = sync(approve.formatted(stale.get("plan_digest").asString()));
		assertThat(applied.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(entry("guard").get("description").asString()).isEqualTo("Guards behind");
	}

}
