package dev.registrysync.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.registrysync.packaged.Coordinator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Entries that another program removes from a registry file, over HTTP.
 */
class RemovedEntryTest {

	private static final String AGENTS = """
			{"planner": {"agent_type": "orchestrator", "description": "Plans", "status": "active"},
			 "coder": {"agent_type": "worker", "description": "Codes", "status": "active"},
			 "zed": {"agent_type": "worker", "status": "active"}, "abel": {"agent_type": "worker", "status": "active"}}""";

	private static final String WITHOUT_PLANNER = AGENTS.replaceFirst("\"planner\".*\n", "");

	private static final String SETTINGS = """
			{"enabled": false, "notes": "not before Monday", "access_control": {"roles": ["ops"]}}""";

	@TempDir
	private Path data;

	private WholeService service;

	private JsonNode before;

	@BeforeEach
	void start() {
		this.service = WholeService.start(this.data);
		this.service.coordinator.agents(AGENTS).tools("{\"search\": {\"version\": \"1.2.0\"}}");
		this.service.sync();
		this.service.post("/keys/agents/planner/rotate", "");
		this.service.patch("/registry/agents/planner", SETTINGS);
		this.before = withoutTimes(this.service.entry("agents", "planner"));
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	private static JsonNode withoutTimes(JsonNode entry) {
		return ((ObjectNode) entry.deepCopy()).without(List.of("last_updated", "last_updated_at"));
	}

	private void remove() {
		this.service.edit("agents", (entries) -> entries.remove("planner"));
	}

	private void under(ExternalChanges policy) {
		this.service.restart("registry-sync.external-changes=" + policy.name().toLowerCase(Locale.ROOT));
	}

	private static void assertDrift(JsonNode report, String handling) {
		assertThat(report.get("drift")).singleElement().satisfies((drift) -> {
			assertThat(drift.get("id").asString()).isEqualTo("planner");
			assertThat(drift.get("change").asString()).isEqualTo("removed");
			assertThat(drift.get("handling").asString()).isEqualTo(handling);
		});
	}

	private void assertBackAsItWas() {
		assertThat(withoutTimes(this.service.entry("agents", "planner"))).isEqualTo(this.before);
		assertThat(this.service.verdict("agents", "planner")).isEqualTo("VALID");
		assertThat(this.service.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
	}

	private void assertSettingsStay() {
		JsonNode entry = this.service.entry("agents", "planner");
		assertThat(entry.get("enabled").asBoolean()).isFalse();
		assertThat(entry.get("notes").asString()).isEqualTo("not before Monday");
		for (String member : List.of("access_control", "created_at", "created_by")) {
			assertThat(entry.get(member)).as(member).isEqualTo(this.before.get(member));
		}
		assertThat(entry.at("/identity/public_key")).isEqualTo(this.before.at("/identity/public_key"));
		assertThat(entry.at("/identity/key_version").asInt()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "REPORT", "REVERT" })
	void comesBackAsItWasAttestedLastAndNotAsNew(ExternalChanges policy) {
		under(policy);
		remove();
		JsonNode report = this.service.sync();
		assertDrift(report, "reverted");
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(report.at("/changes/agents/added").asInt()).isZero();
		assertBackAsItWas();
	}

	@Test
	void comesBackAtTheFirstRunAfterARestartWithWhatItsSourceChangedMeanwhile() {
		remove();
		this.service.restart();
		this.service.coordinator.agents(AGENTS.replace("\"Plans\"", "\"Plans more\""));
		JsonNode report = this.service.sync();
		assertDrift(report, "reverted");
		assertThat(report.at("/changes/agents/updated").asInt()).isEqualTo(1);
		assertThat(report.get("conflicts")).isEmpty();
		assertThat(this.service.entry("agents", "planner").get("description").asString()).isEqualTo("Plans more");
		assertSettingsStay();
		assertThat(this.service.verdict("agents", "planner")).isEqualTo("VALID");
	}

	@Test
	void aDryRunShowsThatItComesBackAndWritesNothing() throws IOException {
		remove();
		byte[] file = Files.readAllBytes(this.service.file("agents"));
		assertDrift(this.service.post("/sync", "{\"dry_run\": true}"), "reverted");
		assertThat(this.service.file("agents")).hasBinaryContent(file);
	}

	@Test
	void anEmptiedFileGetsAllEntriesBackInTheirOrder() {
		List<String> ids = this.service.ids("agents");
		this.service.edit("agents", ObjectNode::removeAll);
		assertThat(this.service.sync().get("drift")).hasSize(4);
		assertThat(this.service.ids("agents")).isEqualTo(ids);
		assertBackAsItWas();
	}

	@Test
	void aRenamedEntryComesBackUnderItsNameAndTheOtherNameGetsAKeyOfItsOwn() {
		this.service.edit("agents", (entries) -> entries.set("impostor", entries.remove("planner")));
		this.service.sync();
		assertSettingsStay();
		assertThat(this.service.entry("agents", "impostor").at("/identity/public_key"))
			.isNotEqualTo(this.before.at("/identity/public_key"));
		assertThat(this.service.verdict("agents", "planner")).isEqualTo("VALID");
	}

	@Test
	void anEntryThatWasNeverAttestedComesBackWithItsForeignAddress() {
		String foreign = "0x52908400098527886E0F7030069857D2E4169EE7";
		this.service.edit("agents",
				(entries) -> entries.putObject("guest").putObject("identity").put("public_key", foreign));
		this.service.coordinator.agents(AGENTS.replace("\"zed\"", "\"guest\": {\"agent_type\": \"worker\"}, \"zed\""));
		this.service.sync();
		this.service.patch("/registry/agents/guest", "{\"enabled\": false}");
		this.service.edit("agents", (entries) -> entries.remove("guest"));
		JsonNode report = this.service.sync();
		assertThat(report.at("/drift/0/handling").asString()).isEqualTo("reverted");
		JsonNode guest = this.service.entry("agents", "guest");
		assertThat(guest.get("enabled").asBoolean()).isFalse();
		assertThat(guest.at("/identity/public_key").asString()).isEqualTo(foreign);
	}

	@Test
	void oneThatNoSourceHasStaysOutIsReportedAndComesBackWithItsSource() {
		remove();
		this.service.coordinator.agents(WITHOUT_PLANNER);
		assertDrift(this.service.sync(), "reported");
		this.service.patch("/registry/agents/coder", "{\"notes\": \"n\"}");
		this.service.restart();
		assertDrift(this.service.sync(), "reported");
		assertThat(this.service.ids("agents")).doesNotContain("planner");
		this.service.coordinator.agents(AGENTS);
		assertDrift(this.service.sync(), "reverted");
		assertBackAsItWas();
	}

	@Test
	void oneThatWasMissingWhenItWasRemovedIsReactivatedWithItsSettings() {
		this.service.coordinator.agents(WITHOUT_PLANNER);
		this.service.sync();
		assertThat(this.service.entry("agents", "planner").get("status").asString()).isEqualTo("missing");
		remove();
		assertDrift(this.service.sync(), "reported");
		this.service.coordinator.agents(AGENTS);
		JsonNode report = this.service.sync();
		assertDrift(report, "reverted");
		assertThat(report.at("/changes/agents/reactivated").asInt()).isEqualTo(1);
		assertThat(this.service.entry("agents", "planner").get("status").asString()).isEqualTo("active");
		assertSettingsStay();
		assertThat(this.service.verdict("agents", "planner")).isEqualTo("VALID");
	}

	@ParameterizedTest
	@EnumSource
	void aProtectedOneComesBackUnderEachPolicyEvenIfNoSourceHasIt(ExternalChanges policy) {
		this.service.patch("/registry/agents/planner", "{\"protected\": true}");
		under(policy);
		remove();
		this.service.coordinator.agents(WITHOUT_PLANNER);
		assertDrift(this.service.sync(), "reverted");
		assertSettingsStay();
		assertThat(this.service.verdict("agents", "planner")).isEqualTo("VALID");
	}

	@Test
	void anAcceptedRemovalHoldsUntilTheSourceSaysSomethingNewAndNothingIsLostThen() {
		under(ExternalChanges.ACCEPT);
		long revision = this.service.get("/history").get("revision").asLong();
		remove();
		JsonNode report = this.service.sync();
		assertDrift(report, "accepted");
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(report.get("revision").asLong()).isEqualTo(revision + 1);
		assertThat(report.at("/changes/agents/withdrawn").asInt()).isEqualTo(1);
		this.service.restart();
		report = this.service.sync();
		assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(report.at("/changes/agents/withdrawn").asInt()).isEqualTo(1);
		assertThat(this.service.ids("agents")).doesNotContain("planner");
		this.service.coordinator.agents(AGENTS.replace("\"Plans\"", "\"Plans more\""));
		report = this.service.sync();
		assertThat(report.at("/changes/agents/added").asInt()).isEqualTo(1);
		assertThat(this.service.entry("agents", "planner").get("description").asString()).isEqualTo("Plans more");
		assertSettingsStay();
		assertThat(this.service.verdict("agents", "planner")).isEqualTo("VALID");
	}

	@Test
	void anAcceptedRemovalHoldsAlthoughItsSourceHasNotAnsweredSinceTheStart() {
		try (Coordinator west = Coordinator.onLoopback()) {
			west.agents("{\"scout\": {\"agent_type\": \"worker\", \"status\": \"active\"}}").tools("{}");
			this.service.restart("registry-sync.coordinators.west.url=" + west.url());
			this.service.sync();
			this.service.patch("/registry/agents/scout", SETTINGS);
			west.status(503);
			under(ExternalChanges.ACCEPT);
			this.service.sync();
			this.service.edit("agents", (entries) -> entries.remove("scout"));
			this.service.sync();
			west.status(200);
			JsonNode report = this.service.sync();
			assertThat(report.at("/changes/agents/added").asInt()).isZero();
			assertThat(this.service.ids("agents")).doesNotContain("scout");
			west.agents("{\"scout\": {\"agent_type\": \"worker\", \"status\": \"active\", \"description\": \"new\"}}");
			this.service.sync();
			assertThat(this.service.entry("agents", "scout").get("enabled").asBoolean()).isFalse();
		}
	}

	@Test
	void aRemovalIsAcceptedByACallAndUndoneByARollback() {
		long revision = this.service.get("/history").get("revision").asLong();
		remove();
		assertDrift(this.service.post("/registry/agents/planner/accept", ""), "accepted");
		assertThat(this.service.send(this.service.posting("/registry/agents/planner/revert", "")).statusCode())
			.isEqualTo(404);
		assertThat(this.service.sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		this.service.post("/rollback", "{\"revision\": %d}".formatted(revision));
		assertBackAsItWas();
	}

	@Test
	void anAcceptedRemovalOfAnAbsentEntryIsForgottenAndItsReturnIsThatOfANewEntry() {
		this.service.coordinator.agents(WITHOUT_PLANNER);
		this.service.sync();
		remove();
		assertDrift(this.service.post("/registry/agents/planner/accept", ""), "accepted");
		this.service.coordinator.agents(AGENTS);
		assertThat(this.service.sync().at("/changes/agents/added").asInt()).isEqualTo(1);
		JsonNode entry = this.service.entry("agents", "planner");
		assertThat(entry.get("enabled").asBoolean()).isTrue();
		assertThat(entry.at("/identity/public_key")).isEqualTo(this.before.at("/identity/public_key"));
	}

	@Test
	void whatARollbackTookOutComesBackWithItsSettingsWhenTheSourceSaysSomethingNew() {
		this.service.coordinator.agents(AGENTS.replace("\"coder\"", "\"coder2\": {\"agent_type\": \"x\"}, \"coder\""));
		long revision = this.service.get("/history").get("revision").asLong();
		this.service.sync();
		this.service.patch("/registry/agents/coder2", "{\"enabled\": false}");
		this.service.post("/rollback", "{\"revision\": %d}".formatted(revision));
		assertThat(this.service.ids("agents")).doesNotContain("coder2");
		this.service.coordinator.agents(AGENTS.replace("\"coder\"", "\"coder2\": {\"agent_type\": \"y\"}, \"coder\""));
		assertThat(this.service.sync().at("/changes/agents/added").asInt()).isEqualTo(1);
		assertThat(this.service.entry("agents", "coder2").get("enabled").asBoolean()).isFalse();
		assertThat(this.service.entry("agents", "coder2").get("type").asString()).isEqualTo("y");
		assertThat(this.service.verdict("agents", "coder2")).isEqualTo("VALID");
	}

	@Test
	void aMissingFileIsNoEmptyOne() throws IOException {
		Files.delete(this.service.file("agents"));
		var response = this.service.send(this.service.posting("/sync", ""));
		assertThat(response.statusCode()).isGreaterThanOrEqualTo(500);
		assertThat(response.body()).contains("registry_missing");
		assertThat(this.service.file("agents")).doesNotExist();
	}

}
