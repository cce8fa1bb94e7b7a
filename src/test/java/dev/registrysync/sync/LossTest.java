package dev.registrysync.sync;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an answer that lost entries means, over HTTP.
 */
class LossTest {

	@TempDir
	private Path data;

	private WholeService service;

	@BeforeEach
	void start() {
		this.service = WholeService.start(this.data);
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	private JsonNode sync(int agents) {
		this.service.coordinator.agents(IntStream.range(0, agents)
			.mapToObj("\"a%d\": {\"agent_type\": \"worker\"}"::formatted)
			.collect(Collectors.joining(", ", "{", "}")));
		return this.service.sync();
	}

	private static void assertNotice(JsonNode report, String message) {
		assertThat(report.get("notices")).singleElement().satisfies((notice) -> {
			assertThat(notice.get("code").asString()).isEqualTo("entries_missing");
			assertThat(notice.get("kind").asString()).isEqualTo("agents");
			assertThat(notice.get("id").isNull()).isTrue();
			assertThat(notice.get("message").asString()).startsWith(message);
		});
	}

	@ParameterizedTest
	@CsvSource({ "6, 3", "4, 2", "7, 3", "5, 1" })
	void theLossOfHalfOfFourOrMoreWaitsForAnApproval(int before, int after) {
		sync(before);
		JsonNode report = sync(after);
		assertThat(report.get("outcome").asString()).isEqualTo("HELD");
		assertThat(report.at("/held/kinds/0/absent")).hasSize(before - after);
		assertThat(report.get("notices")).isEmpty();
		report = this.service.post("/sync", "{\"approve\": \"%s\"}".formatted(report.get("plan_digest").asString()));
		assertThat(report.at("/changes/agents/missing").asInt()).isEqualTo(before - after);
		assertNotice(report, "%d of %d active agents".formatted(before - after, before));
	}

	@ParameterizedTest
	@CsvSource({ "3, 1", "7, 4", "5, 3", "2, 1" })
	void aSmallerLossIsMarkedAndSaid(int before, int after) {
		sync(before);
		JsonNode report = sync(after);
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertNotice(report, "%d of %d active agents".formatted(before - after, before));
		assertThat(sync(after).get("notices")).isEmpty();
	}

	@Test
	void aHeldLossStaysHeldWhenEntriesAreAddedMeanwhile() {
		sync(6);
		assertThat(sync(3).get("outcome").asString()).isEqualTo("HELD");
		this.service.coordinator.agents("""
				{"a0": {"agent_type": "worker"}, "a1": {"agent_type": "worker"}, "a2": {"agent_type": "worker"},
				"b0": {"agent_type": "worker"}, "b1": {"agent_type": "worker"}}""");
		for (int pull = 0; pull < 3; pull++) {
			JsonNode report = this.service.sync();
			assertThat(report.get("outcome").asString()).isEqualTo("HELD");
			assertThat(report.at("/held/kinds/0/absent")).hasSize(3);
		}
		assertThat(sync(6).get("held").isNull()).isTrue();
	}

	@Test
	void theConfiguredShareMayBeLost() {
		this.service.restart("registry-sync.guard.max-loss-percent=50");
		sync(6);
		assertThat(sync(3).get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(sync(1).get("outcome").asString()).isEqualTo("SUCCEEDED");
	}

}
