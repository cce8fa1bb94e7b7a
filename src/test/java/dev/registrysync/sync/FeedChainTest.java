package dev.registrysync.sync;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The change feed over HTTP: the digests of an entry's changes follow one from the other,
 * whatever happens, and the actions say what happened.
 */
class FeedChainTest {

	private static final int STEPS = 120;

	private static final List<String> IDS = List.of("a", "b", "c", "d", "e", "f", "g", "h");

	/** What a run may do to an entry, by what started it. */
	private static final Map<String, Set<String>> ACTIONS = Map.of("api",
			Set.of("added", "updated", "missing", "inactivated", "reactivated", "withdrawn", "identity", "accepted",
					"reverted"),
			"patch", Set.of("updated"), "drift", Set.of("accepted", "reverted", "withdrawn", "identity"), "rollback",
			Set.of("added", "updated", "withdrawn"), "rotate", Set.of("identity"), "revoke", Set.of("identity"),
			"settle", Set.of("updated", "identity"));

	private final Map<String, ObjectNode> atRunTime = new TreeMap<>();

	private final List<JsonNode> conflicts = new ArrayList<>();

	@TempDir
	private Path data;

	private WholeService service;

	private Random random;

	@AfterEach
	void stop() {
		this.service.close();
	}

	private String oneOf(List<String> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

	private static ObjectNode agent(String description) {
		return WholeService.JSON.createObjectNode()
			.put("agent_type", "worker")
			.put("description", description)
			.put("status", "active");
	}

	private void coordinatorChanges() {
		String id = oneOf(IDS);
		if (this.random.nextInt(4) == 0) {
			this.atRunTime.remove(id);
		}
		else {
			this.atRunTime.put(id, agent("says " + this.random.nextInt(3)));
		}
		answer();
	}

	private void answer() {
		this.service.coordinator.agents(WholeService.JSON.writeValueAsString(this.atRunTime));
	}

	private void sync() {
		JsonNode report = ask("/sync", "{}");
		this.conflicts.clear();
		report.path("conflicts").forEach(this.conflicts::add);
	}

	/**
	 * Makes a call that may be refused but must not fail.
	 */
	private JsonNode ask(String path, String json) {
		HttpResponse<String> response = this.service.send(this.service.posting(path, json));
		assertThat(response.statusCode()).as(path + " " + json + response.body()).isLessThan(500);
		return WholeService.JSON.readTree(response.body());
	}

	private void edit() {
		this.service.edit("agents", (entries) -> {
			String id = oneOf(IDS);
			if (this.random.nextInt(3) == 0) {
				entries.remove(id);
			}
			else if (entries.has(id)) {
				((ObjectNode) entries.get(id)).put("description", "by hand " + this.random.nextInt(3));
			}
		});
	}

	private void settle() {
		for (JsonNode conflict : List.copyOf(this.conflicts)) {
			ask("/registry/agents/%s/settle".formatted(conflict.get("id").asString()),
					"{\"member\": \"%s\", \"winner\": \"%s\"}".formatted(conflict.get("member").asString(),
							oneOf(List.of("runtime", "persistent"))));
		}
	}

	private void rollBack() {
		int revision = 1 + this.random.nextInt(this.service.get("/history").get("revision").asInt());
		ask("/rollback", this.random.nextBoolean() ? "{\"revision\": %d}".formatted(revision)
				: "{\"revision\": %d, \"ids\": [\"%s\"]}".formatted(revision, oneOf(IDS)));
	}

	private void step() {
		String id = oneOf(IDS);
		switch (this.random.nextInt(12)) {
			case 0, 1, 2, 3 -> {
				coordinatorChanges();
				sync();
			}
			case 4 -> sync();
			case 5, 6 -> edit();
			case 7 -> this.service.send(this.service.patching("/registry/agents/" + id,
					"{\"notes\": \"%d\"}".formatted(this.random.nextInt(3))));
			case 8 -> ask("/registry/agents/%s/%s".formatted(id, oneOf(List.of("accept", "revert"))), "");
			case 9 -> rollBack();
			case 10 -> settle();
			default -> changeKey(id);
		}
	}

	private void changeKey(String id) {
		if (this.random.nextInt(3) == 0) {
			ask("/keys/agents/%s/revoke".formatted(id),
					"{\"from_revision\": %d}".formatted(this.service.get("/history").get("revision").asInt()));
		}
		ask("/keys/agents/%s/rotate".formatted(id), "");
	}

	/**
	 * Makes a change that nothing else makes, so that the feed can be followed up to it.
	 */
	private List<JsonNode> events() {
		this.atRunTime.put("marker", agent("last"));
		answer();
		ask("/sync", "{\"ids\": [\"marker\"]}");
		return this.service.eventsUpTo((event) -> event.get("id").asString().equals("marker"));
	}

	@ParameterizedTest
	@CsvSource({ "report,runtime,1", "report,manual,2", "accept,persistent,3", "revert,manual,4" })
	void noDigestIsSkippedAndEachActionIsWhatHappened(String externalChanges, String conflicts, long seed) {
		this.random = new Random(seed);
		this.service = WholeService.start(this.data, "registry-sync.external-changes=" + externalChanges,
				"registry-sync.conflicts.agents=" + conflicts, "registry-sync.grace.pulls=1",
				"registry-sync.grace.duration=0s");
		IDS.forEach((id) -> this.atRunTime.put(id, agent("says 0")));
		answer();
		sync();
		for (int i = 0; i < STEPS; i++) {
			step();
		}
		Map<String, String> last = new HashMap<>();
		for (JsonNode event : events()) {
			String id = event.get("id").asString();
			assertThat(event.get("digest_before").asString("null")).as(event.toString())
				.isEqualTo(last.getOrDefault(id, "null"));
			assertAction(event);
			last.put(id, event.get("digest_after").asString("null"));
		}
		assertAttested(last);
	}

	private void assertAction(JsonNode event) {
		String action = event.get("action").asString();
		boolean moves = !event.get("digest_before").equals(event.get("digest_after"));
		String trigger = this.service.get("/syncs/" + event.get("sync_id").asString()).get("trigger").asString();
		assertThat(ACTIONS.get(trigger)).as(event + " of " + trigger).contains(action);
		boolean wasRemoved = trigger.equals("rollback");
		switch (action) {
			case "added" -> assertThat(wasRemoved || event.get("digest_before").isNull()).as(event.toString()).isTrue();
			case "withdrawn" -> assertThat(event.get("digest_after").isNull()).as(event.toString()).isTrue();
			case "accepted" -> assertThat(moves).as(event.toString()).isTrue();
			case "identity" -> assertThat(moves).as(event.toString()).isFalse();
			default -> {
			}
		}
	}

	/**
	 * What the feed said last of an entry is what the file has, if it is valid.
	 */
	private void assertAttested(Map<String, String> last) {
		this.service.get("/identities").get("identities").forEach((identity) -> {
			String id = identity.get("id").asString();
			if (identity.get("verdict").asString().equals("VALID")) {
				assertThat(this.service.entry("agents", id).at("/identity/attestation/content_digest").asString())
					.as(id)
					.isEqualTo(last.get(id));
			}
		});
	}

	@Test
	void anAcceptedEditIsToldWithTheDigestsBeforeAndAfterIt() {
		this.service = WholeService.start(this.data);
		this.atRunTime.put("a", agent("says 0"));
		answer();
		this.service.sync();
		this.service.edit("agents", (entries) -> ((ObjectNode) entries.get("a")).put("description", "by hand"));
		this.service.sync();
		this.service.post("/registry/agents/a/accept", "");
		List<JsonNode> events = this.service.eventsUpTo((event) -> event.get("action").asString().equals("accepted"));
		assertThat(events).hasSize(2);
		assertThat(events.get(1).get("digest_before")).isEqualTo(events.get(0).get("digest_after"));
		assertThat(events.get(1).get("digest_after").asString())
			.isEqualTo(this.service.entry("agents", "a").at("/identity/attestation/content_digest").asString())
			.isNotEqualTo(events.get(0).get("digest_after").asString());
	}

	@Test
	void anAcceptedRemovalIsToldOnceAndNotAgainWhileItHolds() {
		this.service = WholeService.start(this.data);
		IDS.forEach((id) -> this.atRunTime.put(id, agent("says 0")));
		answer();
		this.service.sync();
		this.service.edit("agents", (entries) -> entries.remove("a"));
		this.service.post("/registry/agents/a/accept", "");
		this.atRunTime.put("b", agent("says 1"));
		answer();
		this.service.sync();
		assertThat(events()).filteredOn((event) -> event.get("id").asString().equals("a"))
			.extracting((event) -> event.get("action").asString())
			.containsExactly("added", "withdrawn");
	}

	@Test
	void theRemovalOfAnEntryThatWasNeverAttestedIsWithdrawn() {
		this.service = WholeService.start(this.data);
		this.atRunTime.put("a", agent("says 0"));
		answer();
		this.service.sync();
		this.service.edit("agents", (entries) -> {
			ObjectNode foreign = (ObjectNode) entries.get("a").deepCopy();
			foreign.remove("identity");
			foreign.putObject("identity")
				.put("entity_type", "agent")
				.put("entity_name", "f")
				.put("public_key", "0x" + "ab".repeat(20));
			entries.set("f", foreign);
		});
		this.atRunTime.put("b", agent("says 0"));
		answer();
		this.service.sync();
		assertThat(this.service.verdict("agents", "f")).isNotEqualTo("VALID");
		this.service.edit("agents", (entries) -> entries.remove("f"));
		JsonNode report = this.service.post("/registry/agents/f/accept", "");
		JsonNode line = this.service.get("/syncs/%s/changes".formatted(report.get("sync_id").asString()))
			.get("changes")
			.get(0);
		assertThat(line.get("action").asString()).isEqualTo("withdrawn");
		assertThat(line.get("reason").asString()).contains("accepted");
		assertThat(events()).filteredOn((event) -> event.get("id").asString().equals("f"))
			.extracting((event) -> event.get("action").asString())
			.containsExactly("withdrawn");
	}

	@Test
	void anEditThatIsAcceptedWhileTheKeyIsRevokedIsCommitted() {
		this.service = WholeService.start(this.data);
		this.atRunTime.put("a", agent("says 0"));
		answer();
		this.service.sync();
		this.service.post("/keys/agents/a/revoke", "{\"from_revision\": 1}");
		this.service.edit("agents", (entries) -> ((ObjectNode) entries.get("a")).put("description", "by hand"));
		assertThat(this.service.post("/registry/agents/a/accept", "").get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(this.service.sync().get("drift")).isEmpty();
		assertThat(this.service.verdict("agents", "a")).isEqualTo("REVOKED");
		List<JsonNode> events = this.service.eventsUpTo((event) -> event.get("action").asString().equals("accepted"));
		assertThat(events.get(events.size() - 1).get("digest_before"))
			.isNotEqualTo(events.get(events.size() - 1).get("digest_after"));
	}

}
