package dev.registrysync.sync;

import java.nio.file.Path;
import java.util.stream.Stream;

import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where the registry differs from its coordinator on purpose, over HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class OutOfSyncTest {

	private static final String FIRST = """
			{"planner": {"agent_type": "worker", "description": "first", "registered_at": 1.5, "status": "active"},
			 "coder": {"agent_type": "worker", "description": "codes", "status": "active"}}""";

	private static final String SECOND = FIRST.replace("first", "second")
		.replace("1.5", "2.5")
		.replaceFirst("\\{", "{\"late\": {\"agent_type\": \"worker\"}, ");

	@TempDir
	private Path data;

	private WholeService service;

	@BeforeEach
	void start() {
		this.service = WholeService.start(this.data, "management.endpoint.health.show-details=always");
		this.service.coordinator.agents(FIRST);
		this.service.sync();
		this.service.coordinator.agents(SECOND);
		this.service.sync();
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	private void rollBack() {
		this.service.post("/rollback", "{\"revision\": 1}");
	}

	private JsonNode differences() {
		return this.service.get("/sources/default/differences").get("entries");
	}

	private static Stream<String> codes(JsonNode report) {
		return report.get("notices").valueStream().map((notice) -> notice.get("code").asString());
	}

	private void assertCount(int count) {
		JsonNode report = this.service.sync();
		assertThat(report.get("out_of_sync").asInt()).isEqualTo(count);
		assertThat(codes(report).filter("out_of_sync"::equals)).hasSize((count > 0) ? 1 : 0);
		assertThat(this.service.get("/sources").get(0).get("out_of_sync").asInt()).isEqualTo(count);
		assertThat(this.service.get("/actuator/health").at("/components/registry/details/out_of_sync").asInt())
			.isEqualTo(count);
		assertThat(this.service.send(this.service.request("/actuator/prometheus")).body().lines())
			.contains("registry_sync_out_of_sync{kind=\"agents\"} %s.0".formatted(count));
		assertThat(differences()).hasSize(count);
	}

	@Test
	void nothingDiffersWhereTheRegistryFollowsItsCoordinator() {
		this.service.patch("/registry/agents/planner", "{\"enabled\": false, \"ours\": 1}");
		assertCount(0);
	}

	@Test
	void aDifferenceIsLoggedWhenItArisesAndNotInEachRun(CapturedOutput output) {
		rollBack();
		assertCount(2);
		assertCount(2);
		assertThat(output.getAll().lines().filter((line) -> line.contains("agents differ from what"))).hasSize(1);
	}

	@Test
	void aRollbackIsSeenWithBothValuesUntilTheCoordinatorSaysSomethingNew() {
		JsonNode report = this.service.post("/rollback", "{\"revision\": 1}");
		assertThat(report.get("out_of_sync").asInt()).isEqualTo(2);
		assertThat(codes(report)).containsExactly("out_of_sync");
		assertCount(2);
		assertThat(differences()).isEqualTo(WholeService.JSON.readTree("""
				[{"kind": "agents", "id": "late", "in_registry": false, "members": []},
				 {"kind": "agents", "id": "planner", "in_registry": true,
				  "members": [{"member": "/description", "registry": "first", "source": "second"}]}]"""));
		this.service.restart();
		assertThat(this.service.get("/sources").get(0).get("out_of_sync").asInt()).isEqualTo(2);
		assertCount(2);
		this.service.coordinator.agents(SECOND.replace("second", "third"));
		this.service.sync();
		assertCount(1);
		this.service.post("/rollback", "{\"revision\": 2, \"ids\": [\"late\"]}");
		assertCount(0);
	}

	@Test
	void aWithdrawnEntryThatItsCoordinatorGaveUpDoesNotCount() {
		rollBack();
		this.service.coordinator.agents(FIRST.replace("first", "second"));
		assertCount(1);
	}

	@Test
	void aDryRunSaysHowManyWouldDiffer() {
		JsonNode report = this.service.post("/rollback", "{\"revision\": 1, \"dry_run\": true}");
		assertThat(report.get("out_of_sync").asInt()).isEqualTo(2);
		assertCount(0);
	}

	@Test
	void aConflictThatTheRegistryWonAndOneThatWaitsCount() {
		this.service.restart("registry-sync.conflicts.agents=persistent");
		this.service.edit("agents", (entries) -> ((ObjectNode) entries.get("planner")).put("description", "ours"));
		this.service.post("/registry/agents/planner/accept", "");
		this.service.coordinator.agents(SECOND.replace("second", "third"));
		assertCount(1);
		assertThat(differences().at("/0/members/0/registry").asString()).isEqualTo("ours");
		assertThat(differences().at("/0/members/0/source").asString()).isEqualTo("third");
		this.service.restart("registry-sync.conflicts.agents=manual");
		this.service.coordinator.agents(SECOND.replace("second", "fourth"));
		assertCount(1);
		this.service.post("/registry/agents/planner/settle", "{\"member\": \"/description\", \"winner\": \"runtime\"}");
		assertCount(0);
	}

	@Test
	void anAbsentEntryAndTheTimeOfTheRegistrationDoNotCount() {
		this.service.coordinator.agents(SECOND.replace("2.5", "3.5").replaceFirst("\"late\".*?}, ", ""));
		this.service.sync();
		assertThat(this.service.entry("agents", "late").get("status").asString()).isEqualTo("missing");
		assertCount(0);
	}

	@Test
	void anUnknownSourceIsNotFound() {
		assertThat(this.service.send(this.service.request("/sources/nobody/differences")).statusCode()).isEqualTo(404);
	}

	@Test
	void entriesThatWereTakenOutAreCountedByOneLookAtTheHistory(@TempDir Path other) {
		SyncFixture fixture = new SyncFixture(other);
		fixture.coordinator.answer(Kind.TOOLS, "{}");
		fixture.coordinator.answer(Kind.AGENTS, "{\"a\": {}}");
		fixture.sync();
		fixture.coordinator.answer(Kind.AGENTS, "{\"a\": {}, \"b\": {}, \"c\": {}, \"d\": {}}");
		fixture.sync();
		fixture.rollback(1);
		fixture.restart();
		Calls calls = fixture.watch();
		assertThat(calls.during(() -> assertThat(fixture.service.outOfSync()).isEqualTo(3))
			.stream()
			.filter("History.withdrawn"::equals)).hasSize(1);
	}

}
