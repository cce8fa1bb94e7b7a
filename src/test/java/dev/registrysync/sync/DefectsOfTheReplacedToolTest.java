package dev.registrysync.sync;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The defects of the tool that this one replaces, by their numbers: none of them is here.
 */
class DefectsOfTheReplacedToolTest {

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, SyncFixture.fixture("runtime_agents_4.json"));
	}

	private void useFilesWrittenByPython() {
		this.registry.write(Kind.AGENTS, SyncFixture.fixture("agents_written_by_python.json"));
		this.registry.write(Kind.TOOLS, SyncFixture.fixture("tools_written_by_python.json"));
	}

	@Test
	void defect1ACorruptFileIsRefusedAndNeverReplacedByAnEmptyOne() {
		String corrupt = SyncFixture.fixture("agents_written_by_python.json").substring(0, 700);
		this.registry.write(Kind.AGENTS, corrupt);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.registry::sync).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_UNREADABLE);
			assertThat(ex.data()).containsKeys("file", "line", "column", "offset");
		});
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(corrupt);
		assertThat(this.registry.file(Kind.TOOLS)).doesNotExist();
	}

	@Test
	void defect2AFileIsReplacedWholeAndNeverTruncated() throws Exception {
		useFilesWrittenByPython();
		Path linked = this.data.resolve("linked");
		Files.createLink(linked, this.registry.file(Kind.AGENTS));
		this.registry.sync();
		assertThat(Files.readString(linked)).isEqualTo(SyncFixture.fixture("agents_written_by_python.json"));
		assertThat(this.registry.text(Kind.AGENTS)).isNotEqualTo(Files.readString(linked));
		try (var files = Files.list(this.registry.file(Kind.AGENTS).getParent())) {
			assertThat(files.map((file) -> file.getFileName().toString()))
				.containsExactlyInAnyOrder("official_agents_registry.json", "official_tools_registry.json");
		}
	}

	@Test
	void defect3ARuntimeAgentThatIsNotInTheFileIsAdded() {
		useFilesWrittenByPython();
		assertThat(this.registry.sync().changes().agents()).containsEntry("added", 1);
		JsonObject added = this.registry.entry(Kind.AGENTS, "new_runtime_agent");
		assertThat(added.names()).startsWith("id", "name", "type", "description", "version", "enabled", "status",
				"registered_at", "identity", "created_at", "created_by", "last_updated", "last_updated_at");
		assertThat(added.findText("type")).contains("core_service");
		assertThat(this.registry.verdict(Kind.AGENTS, "new_runtime_agent").verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void defect4ToolsAreSyncedToo() {
		useFilesWrittenByPython();
		this.registry.coordinator.answer(Kind.TOOLS, """
				{"web_search": {"id": "web_search", "enabled": false}, "new_tool": {"class_name": "NewTool"}}""");
		SyncReport report = this.registry.sync();
		assertThat(report.toolsSynced()).isEqualTo(2);
		assertThat(this.registry.entry(Kind.TOOLS, "new_tool").findText("class_name")).contains("NewTool");
		assertThat(this.registry.entry(Kind.TOOLS, "web_search").find("enabled")).contains(JsonLiteral.TRUE);
		assertThat(this.registry.identity(Kind.TOOLS, "web_search").findText("signature_message"))
			.contains("tool_registration:web_search:1.2.0");
		assertThat(this.registry.identity(Kind.TOOLS, "note_taking").findText("signature_message"))
			.contains("tool_registration:note_taking:1.0.0");
	}

	@Test
	void defect5SignaturesAreValidatedWhenAskedForAndCounted() {
		useFilesWrittenByPython();
		SyncReport report = this.registry.sync();
		assertThat(report.signaturesValidated()).isEqualTo(7);
		assertThat(report.signaturesInvalid()).isEqualTo(1);
		SyncReport unchecked = this.registry.service.sync(new SyncRequest(false, null, null, null, null, null, null),
				Trigger.API);
		assertThat(unchecked.signaturesValidated() + unchecked.signaturesInvalid()).isZero();
	}

	@Test
	void defect6NoCoordinatorIsAFailureAndNotAnEmptyRegistry() {
		useFilesWrittenByPython();
		this.registry.coordinator.fail(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "down"));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.registry::sync)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.COORDINATOR_UNREACHABLE));
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(SyncFixture.fixture("agents_written_by_python.json"));
	}

	@Test
	void defect7APlaceholderIsNoKey() {
		useFilesWrittenByPython();
		this.registry.sync();
		assertThat(this.registry.text(Kind.AGENTS)).doesNotContain("PENDING");
		assertThat(this.registry.text(Kind.TOOLS)).doesNotContain("PENDING");
		assertThat(this.registry.verdict(Kind.AGENTS, "guardian_agent_main").verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.verdict(Kind.TOOLS, "registry_sync").verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void defect8AnAddressOfOursWithoutASignatureIsSigned() {
		this.registry.sync();
		String signature = this.registry.identity(Kind.AGENTS, "mastermind_prime").findText("signature").orElseThrow();
		this.registry.replace(Kind.AGENTS, "\"" + signature + "\"", "null");
		SyncReport report = this.registry.sync();
		assertThat(report.keysUpdated()).isEqualTo(1);
		assertThat(this.registry.identity(Kind.AGENTS, "mastermind_prime").findText("signature")).contains(signature);
	}

	@Test
	void defect9EntriesWithoutIdOrWithNullIdentityAreWhole() {
		this.registry.write(Kind.AGENTS, """
				{"registered_agents": {"mastermind_prime": {"type": "x", "identity": null}, "nobody": {}}}""");
		SyncReport report = this.registry.sync();
		assertThat(report.errors()).isEmpty();
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(this.registry.entry(Kind.AGENTS, "mastermind_prime").findText("type")).contains("orchestrator");
	}

	@Test
	void defect10AKeyThatCannotSignIsAnErrorAndNoNullSignature() throws Exception {
		this.registry.sync();
		this.registry.databases.database()
			.<Integer>write(
					(sql) -> sql.sql("update keystore.key set version = 2 where id = 'mastermind_prime'").update());
		this.registry.restart();
		this.registry.coordinator.answer(Kind.AGENTS,
				SyncFixture.fixture("runtime_agents_4.json").replace("into plans", "into better plans"));
		String before = this.registry.identity(Kind.AGENTS, "mastermind_prime").toString();
		SyncReport report = this.registry.sync();
		assertThat(report.errors()).anySatisfy((error) -> assertThat(error).startsWith("agents/mastermind_prime: "));
		assertThat(this.registry.identity(Kind.AGENTS, "mastermind_prime")).hasToString(before);
	}

	@Test
	void defect11AnAddressIsComparedWithTheKeystoreAndAForeignOneStays() {
		useFilesWrittenByPython();
		SyncReport report = this.registry.sync();
		EntryVerdict verdict = this.registry.verdict(Kind.AGENTS, "mastermind_prime");
		assertThat(verdict.verdict()).isEqualTo(Verdict.UNKNOWN_KEY);
		assertThat(verdict.remedy()).isNotEmpty();
		assertThat(report.errors()).singleElement().asString().startsWith("agents/mastermind_prime: UNKNOWN_KEY");
		assertThat(this.registry.identity(Kind.AGENTS, "mastermind_prime"))
			.hasToString("{\"public_key\":\"0xb9B46126551652eb58598F1285aC5E86E5CcfB43\",\"signature\":\"0xdead\"}");
	}

	@Test
	void defect12CuratedTextThatTheRuntimeOverrulesIsKeptInTheReport() {
		useFilesWrittenByPython();
		SyncReport report = this.registry.sync();
		assertThat(report.conflicts()).anySatisfy((conflict) -> {
			assertThat(conflict.id()).isEqualTo("coordinator_agent");
			assertThat(conflict.member()).isEqualTo("/description");
			assertThat(conflict.persistent()).isEqualTo(new JsonString("curated coordinator text"));
			assertThat(conflict.runtime()).isEqualTo(new JsonString("Routes messages and queues work"));
			assertThat(conflict.winner()).isEqualTo("runtime");
		});
	}

	@Test
	void defect12CuratedTextStaysWhereThePolicySaysSo() {
		useFilesWrittenByPython();
		this.registry.conflicts(ConflictPolicy.PERSISTENT);
		this.registry.sync();
		JsonObject entry = this.registry.entry(Kind.AGENTS, "coordinator_agent");
		assertThat(entry.findText("description")).contains("curated coordinator text");
		assertThat(entry.findText("type")).contains("conductor");
	}

	@Test
	void defect12TextThatIsEditedAfterASyncStaysWhileTheRuntimeValueStays() {
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "Turns directives into plans", "Turns wishes into plans");
		SyncReport report = this.registry.sync();
		assertThat(this.registry.entry(Kind.AGENTS, "mastermind_prime").findText("description"))
			.contains("Turns wishes into plans");
		assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(report.conflicts()).isEmpty();
	}

	@Test
	void defect15ManyCallsAtOnceLoseNothing() throws Exception {
		useFilesWrittenByPython();
		ExecutorService callers = Executors.newFixedThreadPool(50);
		try {
			List<Callable<SyncReport>> calls = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				calls.add(this.registry::sync);
			}
			Set<String> runs = new HashSet<>();
			for (Future<SyncReport> call : callers.invokeAll(calls)) {
				SyncReport report = call.get();
				runs.add(report.syncId());
				assertThat(report.agentsSynced()).isEqualTo(4);
			}
			assertThat(this.registry.history.revision().number()).isEqualTo(1);
			assertThat(this.registry.coordinator.pulls).isEqualTo(2 * runs.size());
		}
		finally {
			callers.shutdownNow();
		}
	}

	@Test
	void defect16IdsThatDifferInPunctuationOrCaseHaveKeysOfTheirOwn() {
		this.registry.coordinator.answer(Kind.AGENTS,
				"{\"agent-one\": {}, \"agent.one\": {}, \"AGENT_ONE\": {}, \"tool_x\": {}}");
		this.registry.coordinator.answer(Kind.TOOLS, "{\"x\": {}}");
		this.registry.sync();
		assertThat(this.registry.verdicts()).hasSize(5)
			.allSatisfy((verdict) -> assertThat(verdict.verdict()).isEqualTo(Verdict.VALID))
			.extracting(EntryVerdict::address)
			.doesNotHaveDuplicates();
	}

	@Test
	void aSecondSyncWritesNothing() throws Exception {
		useFilesWrittenByPython();
		this.registry.sync();
		FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
		Map<Path, Object> inodes = new HashMap<>();
		for (Kind kind : Kind.values()) {
			Files.setLastModifiedTime(this.registry.file(kind), longAgo);
			inodes.put(this.registry.file(kind), Files.getAttribute(this.registry.file(kind), "unix:ino"));
		}
		String journal = this.registry.journal();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		for (Kind kind : Kind.values()) {
			assertThat(Files.getLastModifiedTime(this.registry.file(kind))).isEqualTo(longAgo);
			assertThat(Files.getAttribute(this.registry.file(kind), "unix:ino"))
				.isEqualTo(inodes.get(this.registry.file(kind)));
		}
		assertThat(this.registry.journal()).isEqualTo(journal);
	}

	@Test
	void unknownMembersAndThePlatformsOwnStay() {
		useFilesWrittenByPython();
		this.registry.sync();
		assertThat(this.registry.text(Kind.AGENTS)).contains("""
				  "agents_schema_version": "2.0",
				  "custom_top": {
				    "keep": [
				      1,
				      2.0,
				      "\\u00e9"
				    ]
				  },
				""");
		JsonObject guardian = this.registry.entry(Kind.AGENTS, "guardian_agent_main");
		assertThat(guardian.findText("registration_priority")).contains("CRITICAL");
		assertThat(guardian.findText("module_path")).contains("agents.guardian_agent_main");
		assertThat(this.registry.text(Kind.TOOLS)).startsWith("{\n  \"registry_version\": \"2.1.0\",\n");
	}

}
