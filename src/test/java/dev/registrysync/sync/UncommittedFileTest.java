package dev.registrysync.sync;

import java.nio.file.Path;

import dev.registrysync.volume.Immovable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is not committed while a registry file cannot be replaced, over HTTP.
 */
class UncommittedFileTest {

	@TempDir
	private Path data;

	private WholeService service;

	@BeforeEach
	void start() {
		this.service = WholeService.start(this.data);
		show("first", "first");
		this.service.sync();
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	private void show(String agent, String tool) {
		this.service.coordinator.agents("{\"a\": {\"description\": \"%s\"}}".formatted(agent))
			.tools("{\"t\": {\"description\": \"%s\"}, \"u\": {\"description\": \"u\"}}".formatted(tool));
	}

	private JsonNode syncInVain() {
		JsonNode report = this.service.sync();
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(report.get("problems").get(0).get("code").asString()).isEqualTo("registry_not_replaceable");
		return report;
	}

	@Test
	void anAcceptedRemovalIsInForceBeforeTheFileIsWritten() {
		this.service.restart("registry-sync.external-changes=accept");
		this.service.sync();
		this.service.edit("tools", (entries) -> entries.remove("u"));
		try (Immovable tools = Immovable.unprepared(this.service.file("tools"))) {
			show("second", "second");
			JsonNode report = syncInVain();
			assertThat(report.at("/changes/agents/updated").asInt()).isOne();
			assertThat(report.get("drift")).singleElement().satisfies((drift) -> {
				assertThat(drift.get("id").asString()).isEqualTo("u");
				assertThat(drift.get("change").asString()).isEqualTo("removed");
				assertThat(drift.get("handling").asString()).isEqualTo("accepted");
			});
			assertThat(syncInVain().get("drift")).isEmpty();
		}
		assertThat(this.service.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(this.service.ids("tools")).containsExactly("t");
	}

	@Test
	void aRevertKeepsWhatRunsCommittedWhileTheFileCouldNotBeWritten() {
		this.service.edit("tools", (entries) -> ((ObjectNode) entries.get("t")).put("notes", "by hand"));
		this.service.sync();
		try (Immovable tools = Immovable.unprepared(this.service.file("tools"))) {
			show("first", "never");
			syncInVain();
			show("second", "never");
			syncInVain();
			show("second", "first");
			this.service.sync();
		}
		this.service.post("/registry/tools/t/revert", "");
		JsonNode entry = this.service.entry("tools", "t");
		assertThat(entry.get("description").asString()).isEqualTo("first");
		assertThat(entry.has("notes")).isFalse();
		assertThat(this.service.verdict("tools", "t")).isEqualTo("VALID");
	}

	@Test
	void aKeyIsCreatedOnceAlthoughTheFileLacksIt() {
		this.service.coordinator.agents("{\"a\": {\"description\": \"first\"}, \"b\": {}}");
		try (Immovable agents = Immovable.unprepared(this.service.file("agents"))) {
			assertThat(syncInVain().get("keys_updated").asInt()).isOne();
		}
		this.service.post("/sync", "{\"update_missing_keys\": false}");
		JsonNode report = this.service.post("/keys", "");
		assertThat(report.get("keys_created").asInt()).isZero();
		assertThat(report.get("keys_updated").asInt()).isZero();
		assertThat(this.service.verdict("agents", "b")).isEqualTo("VALID");
	}

}
