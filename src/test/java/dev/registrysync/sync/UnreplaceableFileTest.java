package dev.registrysync.sync;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.registrysync.packaged.Api;
import dev.registrysync.packaged.Coordinator;
import dev.registrysync.volume.Immovable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole service over HTTP, while a registry file cannot be replaced.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
class UnreplaceableFileTest {

	private static final Coordinator COORDINATOR = Coordinator.onLoopback();

	@TempDir
	private static Path data;

	@LocalServerPort
	private int port;

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
		change();
		assertThat(sync().get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(health().get("status").asString()).isEqualTo("UP");
	}

	@AfterAll
	static void stop() {
		COORDINATOR.close();
	}

	private static void change() {
		number++;
		COORDINATOR.agents("{\"a\": {\"name\": \"a\", \"description\": \"%d\"}}".formatted(number))
			.tools("{\"t\": {\"name\": \"t\", \"description\": \"%d\"}}".formatted(number));
	}

	private JsonNode sync() {
		return Api.ok(this.api.post("/sync", ""));
	}

	private JsonNode health() {
		return Api.ok(this.api.get("/actuator/health")).get("components").get("registry");
	}

	private static Path tools() {
		return data.resolve("config/official_tools_registry.json");
	}

	private static int updated(JsonNode report, String kind) {
		return report.get("changes").get(kind).get("updated").asInt();
	}

	static Stream<Arguments> obstacles() {
		Function<Path, Immovable> mounted = Immovable::mounted;
		Function<Path, Immovable> immutable = (file) -> Immovable.attribute("i", file);
		Function<Path, Immovable> extendable = (file) -> Immovable.attribute("a", file);
		Function<Path, Immovable> readOnly = Immovable::readOnly;
		Function<Path, Immovable> unprepared = Immovable::unprepared;
		Function<Path, Immovable> unexchanged = Immovable::unexchanged;
		return Stream.of(Arguments.of("bind mount", mounted, "EBUSY"),
				Arguments.of("immutable", immutable, "read-only"),
				Arguments.of("append-only", extendable, "Operation not permitted"),
				Arguments.of("read-only", readOnly, "read-only"),
				Arguments.of("refused when it is prepared", unprepared, "not empty"),
				Arguments.of("refused when it is exchanged", unexchanged, "not empty"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("obstacles")
	void leavesTheFileAloneSaysWhyAndCommitsTheOther(String name, Function<Path, Immovable> obstacle, String cause,
			CapturedOutput output) {
		long burned;
		try (Immovable file = obstacle.apply(tools())) {
			change();
			JsonNode first = sync();
			assertNotReplaced(first, cause);
			assertThat(updated(first, "agents")).isOne();
			assertThat(updated(first, "tools")).isZero();
			assertThat(health().get("status").asString()).isEqualTo("DEGRADED");
			assertThat(health().get("details").get("tools_problem").asString()).isEqualTo("registry_not_replaceable");
			assertThat(health().get("details").get("tools_detail").asString()).contains(cause, tools().toString());
			for (int again = 0; again < 2; again++) {
				JsonNode report = sync();
				assertNotReplaced(report, cause);
				assertThat(updated(report, "agents")).isZero();
				assertThat(report.get("revision")).isEqualTo(first.get("revision"));
			}
			JsonNode source = Api.ok(this.api.get("/sources")).get(0);
			assertThat(source.get("last_problem").asString()).isEqualTo("registry_not_replaceable");
			assertThat(source.get("consecutive_failures").asInt()).isEqualTo(3);
			burned = first.get("revision").asLong();
		}
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(updated(report, "tools")).isOne();
		assertThat(report.get("revision").asLong()).isEqualTo(burned + 1);
		assertThat(health().get("status").asString()).isEqualTo("UP");
		assertThat(output).contains(cause).doesNotContain("nothing was changed", "registry_contended");
	}

	private void assertNotReplaced(JsonNode report, String cause) {
		assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(report.get("problems")).hasSize(1);
		JsonNode problem = report.get("problems").get(0);
		assertThat(problem.get("code").asString()).isEqualTo("registry_not_replaceable");
		assertThat(problem.get("kind").asString()).isEqualTo("tools");
		assertThat(problem.get("message").asString()).contains(cause, tools().toString());
		JsonNode record = Api.ok(this.api.get("/syncs/" + report.get("sync_id").asString()));
		assertThat(record.get("outcome").asString()).isEqualTo("PARTIAL");
		assertThat(record.get("problems").get("registry_not_replaceable").asInt()).isOne();
	}

	@Test
	void saysThatAnAnswerHasAnotherCountThanItsEntries() {
		try (Immovable file = Immovable.mounted(tools())) {
			number++;
			COORDINATOR.tools("{\"tools\": {\"t\": {\"description\": \"%d\"}}, \"count\": 5}".formatted(number));
			assertThat(sync().get("notices").valueStream().map((notice) -> notice.get("code").asString()))
				.contains("count_differs");
		}
	}

	@Test
	void theRemedyOfAnAbsenceThatWaitsCanBeFollowed() {
		try (Immovable file = Immovable.mounted(tools())) {
			change();
			COORDINATOR.agents("{}");
			JsonNode held = sync();
			assertThat(held.get("outcome").asString()).isEqualTo("HELD");
			String digest = held.get("plan_digest").asString();
			assertThat(held.get("held").get("remedy").asString()).contains("{\"approve\": \"%s\"}".formatted(digest));
			JsonNode report = Api.ok(this.api.post("/sync", "{\"approve\": \"%s\"}".formatted(digest)));
			assertThat(report.get("changes").get("agents").get("missing").asInt()).isOne();
			assertNotReplaced(report, "EBUSY");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "accept", "revert" })
	void reportsAnEditInItThatItCanNeitherAcceptNorRevert(String externalChanges, @TempDir Path other)
			throws IOException {
		try (WholeService service = WholeService.start(other, "registry-sync.external-changes=" + externalChanges)) {
			service.coordinator.agents("{\"a\": {\"description\": \"1\"}}").tools("{\"t\": {\"description\": \"1\"}}");
			service.sync();
			service.edit("tools", (entries) -> ((ObjectNode) entries.get("t")).put("description", "by hand"));
			service.coordinator.agents("{\"a\": {\"description\": \"2\"}}");
			try (Immovable file = Immovable.mounted(service.file("tools"))) {
				JsonNode report = service.sync();
				assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
				assertReported(report.get("drift"));
				assertReported(service.get("/syncs/%s/changes".formatted(report.get("sync_id").asString()))
					.get("changes")
					.valueStream()
					.filter((change) -> change.get("id").asString().equals("t"))
					.toList());
			}
			assertThat(service.sync().get("drift").get(0).get("handling").asString()).startsWith(externalChanges);
		}
	}

	private static void assertReported(Iterable<JsonNode> drift) {
		assertThat(drift).singleElement().satisfies((edit) -> {
			assertThat(edit.get("id").asString()).isEqualTo("t");
			assertThat(edit.get("handling").asString()).isEqualTo("reported");
		});
	}

	static Stream<Function<Path, Immovable>> directories() {
		return Stream.of((directory) -> Immovable.attribute("i", directory), Immovable::readOnly);
	}

	@ParameterizedTest
	@MethodSource("directories")
	void isPartialAndChangesNothingWhereNoFileCanBeReplaced(Function<Path, Immovable> obstacle) {
		long revision = sync().get("revision").asLong();
		try (Immovable directory = obstacle.apply(tools().getParent())) {
			change();
			for (int again = 0; again < 2; again++) {
				JsonNode report = sync();
				assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
				assertThat(report.get("problems").valueStream().map((problem) -> problem.get("code").asString()))
					.containsExactly("registry_not_replaceable", "registry_not_replaceable");
				assertThat(report.get("errors").get(0).asString()).contains("its directory is read-only");
				assertThat(updated(report, "agents") + updated(report, "tools")).isZero();
				assertThat(report.get("validation").asString()).isEqualTo("NOT_VALIDATED");
				assertThat(report.get("revision").asLong()).isEqualTo(revision);
			}
		}
		JsonNode report = sync();
		assertThat(updated(report, "agents") + updated(report, "tools")).isEqualTo(2);
		assertThat(report.get("revision").asLong()).isEqualTo(revision + 1);
	}

	@Test
	void refusesAnEditOfAnEntryInIt() {
		try (Immovable file = Immovable.unprepared(tools())) {
			JsonNode problem = Api.json(500, this.api.patch("/registry/tools/t", "{\"notes\": \"mine\"}"));
			assertThat(problem.get("code").asString()).isEqualTo("registry_not_replaceable");
			assertThat(problem.get("detail").asString()).contains("not empty");
		}
		Api.ok(this.api.patch("/registry/tools/t", "{\"notes\": \"mine\"}"));
	}

	@Test
	void noticesThatTheFileCanBeReplacedAgainAlthoughNothingIsToBeWritten() throws IOException {
		Object file = Files.getAttribute(tools(), "unix:ino");
		try (Immovable extendable = Immovable.attribute("a", tools())) {
			Api.json(500, this.api.patch("/registry/tools/t", "{\"notes\": \"other\"}"));
			long revision = sync().get("revision").asLong();
			assertThat(health().get("status").asString()).isEqualTo("DEGRADED");
			Api.json(500, this.api.patch("/registry/tools/t", "{\"notes\": \"other\"}"));
			assertThat(sync().get("revision").asLong()).isEqualTo(revision);
		}
		assertThat(sync().get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(health().get("status").asString()).isEqualTo("UP");
		assertThat(Files.getAttribute(tools(), "unix:ino")).isEqualTo(file);
		try (Stream<Path> files = Files.list(tools().getParent())) {
			assertThat(files.map((path) -> path.getFileName().toString())).allMatch((name) -> !name.startsWith("."));
		}
	}

	@Test
	void doesNotSayThatAKeyIsInForceThatItCouldNotWrite() {
		try (Immovable file = Immovable.unprepared(tools())) {
			JsonNode problem = Api.json(500, this.api.post("/keys/tools/t/rotate", ""));
			assertThat(problem.get("code").asString()).isEqualTo("registry_not_replaceable");
			assertThat(problem.get("remedy").asString()).contains("the next sync writes it");
		}
		assertThat(sync().get("validation").asString()).isEqualTo("ALL_VALID");
	}

}
