package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.registrysync.packaged.Api;
import dev.registrysync.packaged.Coordinator;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.Command;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service over HTTP, while another program writes a registry file at the very
 * moment at which a run replaces it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class OvertakenRunTest {

	private static final Runnable NOTHING = () -> {
	};

	private static final Coordinator COORDINATOR = Coordinator.onLoopback();

	private static volatile Runnable beforeReading = NOTHING;

	private static volatile Runnable beforePublish = NOTHING;

	@TempDir
	private static Path data;

	@LocalServerPort
	private int port;

	@Autowired
	private ActiveRuns active;

	private Api api;

	/** Makes each description a new one. */
	private static int number;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url", COORDINATOR::url);
	}

	@BeforeEach
	void syncOnce() {
		this.api = new Api(URI.create("http://127.0.0.1:" + this.port));
		show(List.of("a"), List.of("t"));
		sync();
		assertThat(sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
	}

	@AfterEach
	void interfereNoMore() {
		beforeReading = NOTHING;
		beforePublish = NOTHING;
	}

	@AfterAll
	static void stop() {
		COORDINATOR.close();
	}

	private static void show(List<String> agents, List<String> tools) {
		number++;
		COORDINATOR.agents(entries(agents)).tools(entries(tools));
	}

	private static String entries(List<String> ids) {
		return "{%s}".formatted(String.join(",",
				ids.stream()
					.map((id) -> "\"%s\": {\"name\": \"%1$s\", \"description\": \"%d\"}".formatted(id, number))
					.toList()));
	}

	private JsonNode sync() {
		return Api.ok(this.api.post("/sync", ""));
	}

	private static Path tools() {
		return data.resolve("config/official_tools_registry.json");
	}

	/**
	 * Another program writes the tools, and nothing of what we know in them.
	 */
	private static void writeTools() {
		try {
			String text = Files.readString(tools());
			Files.writeString(tools(), text.substring(0, text.length() - 1) + " }");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Runnable once(Runnable work) {
		AtomicInteger calls = new AtomicInteger();
		return () -> {
			if (calls.getAndIncrement() == 0) {
				work.run();
			}
		};
	}

	private static Runnable theSecondTime(Runnable work) {
		AtomicInteger calls = new AtomicInteger();
		return () -> {
			if (calls.incrementAndGet() == 2) {
				work.run();
			}
		};
	}

	private static List<Integer> counts(JsonNode changes, String action) {
		return List.of(changes.get("agents").get(action).asInt(), changes.get("tools").get(action).asInt());
	}

	private double metric(String series) {
		return this.api.get("/actuator/prometheus")
			.body()
			.lines()
			.filter((line) -> line.startsWith(series + " "))
			.mapToDouble((line) -> Double.parseDouble(line.substring(series.length() + 1)))
			.findFirst()
			.orElse(0);
	}

	private double added(String kind) {
		return metric("registry_sync_changes_total{action=\"added\",kind=\"%s\"}".formatted(kind));
	}

	private JsonNode record(JsonNode report) {
		return Api.ok(this.api.get("/syncs/" + report.get("sync_id").asString()));
	}

	private List<String> decided(JsonNode report) {
		return Api.ok(this.api.get("/syncs/%s/changes".formatted(report.get("sync_id").asString())))
			.get("changes")
			.valueStream()
			.map((change) -> "%s %s/%s".formatted(change.path("action").asString(), change.get("kind").asString(),
					change.get("id").asString()))
			.toList();
	}

	@Test
	void countsWhatAllPassesCommittedIfOneWriteIsOvertaken() {
		show(List.of("a", "b1"), List.of("t", "u1"));
		double agents = added("agents");
		double tools = added("tools");
		double keys = metric("registry_sync_keys_created_total");
		beforePublish = once(OvertakenRunTest::writeTools);
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(counts(report.get("changes"), "added")).containsExactly(1, 1);
		assertThat(counts(report.get("changes"), "updated")).containsExactly(1, 1);
		assertThat(counts(report.get("changes"), "unchanged")).containsExactly(0, 0);
		assertThat(report.get("agents_synced").asInt()).isEqualTo(2);
		assertThat(report.get("tools_synced").asInt()).isEqualTo(2);
		assertThat(report.get("keys_updated").asInt()).isEqualTo(2);
		assertThat(report.get("changes").get("entries")).hasSize(4);
		assertThat(report.get("validation").asString()).isEqualTo("ALL_VALID");
		assertThat(counts(record(report).get("counts"), "added")).containsExactly(1, 1);
		assertThat(record(report).get("keys_updated").asInt()).isEqualTo(2);
		assertThat(decided(report)).containsExactlyInAnyOrder("added agents/b1", "updated agents/a", "added tools/u1",
				"updated tools/t");
		assertThat(added("agents") - agents).isOne();
		assertThat(added("tools") - tools).isOne();
		assertThat(metric("registry_sync_keys_created_total") - keys).isEqualTo(2);
	}

	@Test
	void isPartialIfOneFileIsWrittenAllTheTime(CapturedOutput output) {
		show(List.of("a", "b2"), List.of("t", "u2"));
		double partial = metric("registry_sync_runs_total{dry_run=\"false\",outcome=\"partial\",trigger=\"api\"}");
		beforePublish = OvertakenRunTest::writeTools;
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(counts(report.get("changes"), "added")).containsExactly(1, 1);
		assertThat(report.get("agents_synced").asInt()).isEqualTo(2);
		assertThat(report.get("keys_updated").asInt()).isEqualTo(2);
		assertThat(report.get("validation").asString()).isEqualTo("ALL_VALID");
		assertThat(report.get("problems").get(0).get("code").asString()).isEqualTo("registry_contended");
		assertThat(report.get("problems").get(0).get("kind").asString()).isEqualTo("tools");
		assertThat(report.get("sources").get(0).get("tools").asString()).isEqualTo("answered");
		assertThat(record(report).get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(record(report).get("problems").get("registry_contended").asInt()).isOne();
		assertThat(decided(report)).containsExactlyInAnyOrder("added agents/b2", "updated agents/a", "added tools/u2",
				"updated tools/t");
		assertThat(metric("registry_sync_runs_total{dry_run=\"false\",outcome=\"partial\",trigger=\"api\"}") - partial)
			.isOne();
		assertThat(output).contains("registry_contended").doesNotContain("nothing was changed");
		beforePublish = NOTHING;
		JsonNode next = sync();
		assertThat(next.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(tools()).content().contains("\"u2\"");
	}

	@Test
	void isNotCancelledOnceItHasCommitted() {
		show(List.of("a", "b3"), List.of("t", "u3"));
		beforePublish = once(OvertakenRunTest::writeTools);
		beforeReading = theSecondTime(() -> {
			String running = Api.ok(this.api.get("/syncs")).get("syncs").get(0).get("sync_id").asString();
			assertThat(this.api.delete("/syncs/" + running).statusCode()).isEqualTo(202);
		});
		JsonNode report = sync();
		JsonNode source = Api.ok(this.api.get("/sources")).get(0);
		assertThat(source.get("consecutive_failures").asInt()).isZero();
		assertThat(source.path("last_problem").asString("null")).isEqualTo("null");
		assertStopped(report, "sync_cancelled");
	}

	@Test
	void hasNotFailedIfItsDeadlinePassesOnceItHasCommitted() {
		show(List.of("a", "b4"), List.of("t", "u4"));
		beforePublish = once(OvertakenRunTest::writeTools);
		beforeReading = theSecondTime(() -> this.active.list().get(0).expire(Duration.ofMinutes(10)));
		assertStopped(sync(), "deadline_exceeded");
	}

	private void assertStopped(JsonNode report, String code) {
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(counts(report.get("changes"), "added")).containsExactly(1, 1);
		assertThat(report.get("problems")).hasSize(1);
		assertThat(report.get("problems").get(0).get("code").asString()).isEqualTo(code);
		assertThat(report.get("problems").get(0).get("message").asString()).contains("stays")
			.doesNotContainIgnoringCase("nothing was");
		assertThat(record(report).get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(counts(record(report).get("counts"), "added")).containsExactly(1, 1);
		assertThat(sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(tools()).content().contains("\"description\": \"%d\"".formatted(number));
	}

	@Test
	void leavesWhatAnotherProgramPutInTheFilesPlace() throws IOException {
		show(List.of("a"), List.of("t"));
		String before = Files.readString(tools());
		beforePublish = once(OvertakenRunTest::replaceToolsByAPipe);
		assertThat(sync().get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(Files.readAttributes(tools(), BasicFileAttributes.class).isOther()).isTrue();
		Files.delete(tools());
		Files.writeString(tools(), before);
		assertThat(sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(Files.readString(tools())).contains("\"description\": \"%d\"".formatted(number));
	}

	private static void replaceToolsByAPipe() {
		try {
			Files.delete(tools());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		assertThat(Command.succeeds("mkfifo", tools())).isTrue();
	}

	@Test
	void goesOnWithTheRestOfAnApprovedPlan() {
		show(List.of("a", "b5"), List.of("t", "u5"));
		String digest = Api.ok(this.api.post("/sync", "{\"dry_run\": true}")).get("plan_digest").asString();
		beforePublish = once(OvertakenRunTest::writeTools);
		JsonNode report = Api.ok(this.api.post("/sync", "{\"approve\": \"%s\"}".formatted(digest)));
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(counts(report.get("changes"), "added")).containsExactly(1, 1);
	}

	@Test
	void countsAllThatARollbackBroughtBack() {
		long revision = sync().get("revision").asLong();
		show(List.of("a"), List.of("t"));
		sync();
		beforePublish = once(OvertakenRunTest::writeTools);
		JsonNode report = Api.ok(this.api.post("/rollback", "{\"revision\": %d}".formatted(revision)));
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(counts(report.get("changes"), "updated")).containsExactly(1, 1);
		assertThat(counts(record(report).get("counts"), "updated")).containsExactly(1, 1);
	}

	@Test
	void countsAnEntryThatARollbackTookOutOnce() {
		long revision = sync().get("revision").asLong();
		show(List.of("a", "w"), List.of("t"));
		sync();
		Api.ok(this.api.post("/rollback", "{\"revision\": %d, \"ids\": [\"w\"]}".formatted(revision)));
		COORDINATOR.tools("{\"t\": {\"description\": \"new\"}}");
		beforePublish = once(OvertakenRunTest::writeTools);
		JsonNode report = sync();
		assertThat(counts(report.get("changes"), "updated")).containsExactly(0, 1);
		assertThat(counts(report.get("changes"), "withdrawn")).containsExactly(1, 0);
		assertThat(report.get("changes").get("entries")).hasSize(2);
		assertThat(counts(record(report).get("counts"), "withdrawn")).containsExactly(1, 0);
	}

	@Test
	void saysThatAnAnswerHasAnotherCountThanItsEntries() {
		number++;
		COORDINATOR.tools("{\"tools\": %s, \"count\": 5}".formatted(entries(List.of("t"))));
		beforePublish = once(OvertakenRunTest::writeTools);
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(report.get("notices").valueStream().map((notice) -> notice.get("code").asString()))
			.containsOnlyOnce("count_differs");
	}

	@Test
	void countsAllIdentitiesThatWereMade() {
		show(List.of("a", "b6"), List.of("t", "u6"));
		Api.ok(this.api.post("/sync", "{\"update_missing_keys\": false}"));
		beforePublish = once(OvertakenRunTest::writeTools);
		JsonNode report = Api.ok(this.api.post("/keys", ""));
		assertThat(report.get("keys_created").asInt()).isEqualTo(2);
		assertThat(report.get("errors")).isEmpty();
		assertThat(sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
	}

	@Test
	void countsTheKeysOfAPassThatCommittedNothing() {
		show(List.of("a", "b7"), List.of("t"));
		beforePublish = once(() -> {
			writeTools();
			rewrite(data.resolve("config/official_agents_registry.json"));
		});
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(counts(report.get("changes"), "added")).containsExactly(1, 0);
		assertThat(report.get("keys_updated").asInt()).isOne();
	}

	private static void rewrite(Path file) {
		try {
			Files.writeString(file, Files.readString(file) + " ");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void listsRunsByWhatTheyFoundOutAboutSignatures() throws IOException {
		Path agents = data.resolve("config/official_agents_registry.json");
		String text = Files.readString(agents);
		Files.writeString(agents, text.replaceFirst("\"enabled\": true", "\"enabled\": false"));
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(report.get("signatures_invalid").asInt()).isOne();
		assertThat(report.get("validation").asString()).isEqualTo("SOME_INVALID");
		assertThat(record(report).get("validation").asString()).isEqualTo("SOME_INVALID");
		Files.writeString(agents, text);
		JsonNode unchecked = Api.ok(this.api.post("/sync", "{\"validate_signatures\": false}"));
		assertThat(unchecked.get("validation").asString()).isEqualTo("NOT_VALIDATED");
		assertThat(listed("SOME_INVALID")).contains(report.get("sync_id").asString());
		assertThat(listed("ALL_VALID")).isNotEmpty().doesNotContain(report.get("sync_id").asString());
		assertThat(Api.json(400, this.api.get("/syncs?validation=GOOD")).get("code").asString())
			.isEqualTo("invalid_request");
	}

	private List<String> listed(String validation) {
		JsonNode page = Api.ok(this.api.get("/syncs?limit=100&validation=" + validation));
		assertThat(page.get("syncs").valueStream().map((run) -> run.get("validation").asString()))
			.allMatch(validation::equals);
		return page.get("syncs").valueStream().map((run) -> run.get("sync_id").asString()).toList();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Interference {

		@Bean
		static BeanPostProcessor interferingStore() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof RegistryStore store)
							? new InterferingStore(store, () -> beforeReading.run(), NOTHING, () -> beforePublish.run())
							: bean;
				}

			};
		}

	}

}
