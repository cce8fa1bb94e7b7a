package dev.registrysync.sync;

import java.io.IOException;
import java.net.URI;
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
	void leavesTheFileAloneSaysWhyAndCommits(String name, Function<Path, Immovable> obstacle, String cause,
			CapturedOutput output) {
		long revision;
		try (Immovable file = obstacle.apply(tools())) {
			change();
			JsonNode first = sync();
			assertNotReplaced(first, cause);
			assertThat(updated(first, "agents")).isOne();
			assertThat(updated(first, "tools")).isOne();
			assertThat(health().get("status").asString()).isEqualTo("DEGRADED");
			assertThat(health().get("details").get("tools_problem").asString()).isEqualTo("registry_not_replaceable");
			assertThat(health().get("details").get("tools_detail").asString()).contains(cause, tools().toString());
			for (int again = 0; again < 2; again++) {
				JsonNode report = sync();
				assertNotReplaced(report, cause);
				assertThat(updated(report, "agents") + updated(report, "tools")).isZero();
				assertThat(report.get("revision")).isEqualTo(first.get("revision"));
			}
			JsonNode source = Api.ok(this.api.get("/sources")).get(0);
			assertThat(source.get("last_problem").asString()).isEqualTo("registry_not_replaceable");
			assertThat(source.get("consecutive_failures").asInt()).isEqualTo(3);
			revision = first.get("revision").asLong();
		}
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(report.get("revision").asLong()).isEqualTo(revision);
		assertThat(tools()).content().contains("\"description\": \"%d\"".formatted(number));
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
	void handlesAnEditInItOnceAndWritesItLater(String externalChanges, @TempDir Path other) throws IOException {
		try (WholeService service = WholeService.start(other, "registry-sync.external-changes=" + externalChanges)) {
			service.coordinator.agents("{\"a\": {\"description\": \"1\"}}").tools("{\"t\": {\"description\": \"1\"}}");
			service.sync();
			service.edit("tools", (entries) -> ((ObjectNode) entries.get("t")).put("description", "by hand"));
			service.coordinator.agents("{\"a\": {\"description\": \"2\"}}");
			try (Immovable file = Immovable.mounted(service.file("tools"))) {
				JsonNode report = service.sync();
				assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
				assertThat(report.get("drift")).singleElement().satisfies((edit) -> {
					assertThat(edit.get("id").asString()).isEqualTo("t");
					assertThat(edit.get("handling").asString()).startsWith(externalChanges);
				});
				JsonNode again = service.sync();
				assertThat(again.get("drift")).isEmpty();
				assertThat(again.get("revision")).isEqualTo(report.get("revision"));
			}
			assertThat(service.sync().get("drift")).isEmpty();
			assertThat(service.file("tools")).content()
				.contains(externalChanges.equals("accept") ? "by hand" : "\"description\": \"1\"");
			assertThat(service.verdict("tools", "t")).isEqualTo("VALID");
		}
	}

	static Stream<Function<Path, Immovable>> directories() {
		return Stream.of((directory) -> Immovable.attribute("i", directory), Immovable::readOnly);
	}

	@ParameterizedTest
	@MethodSource("directories")
	void isPartialAndUsesOneRevisionWhereNoFileCanBeReplaced(Function<Path, Immovable> obstacle) {
		long revision = sync().get("revision").asLong();
		try (Immovable directory = obstacle.apply(tools().getParent())) {
			change();
			for (int again = 0; again < 2; again++) {
				JsonNode report = sync();
				assertThat(report.get("outcome").asString()).isEqualTo("PARTIAL");
				assertThat(report.get("problems").valueStream().map((problem) -> problem.get("code").asString()))
					.containsExactly("registry_not_replaceable", "registry_not_replaceable");
				assertThat(report.get("errors").get(0).asString()).contains("its directory is read-only");
				assertThat(updated(report, "agents") + updated(report, "tools")).isEqualTo((again == 0) ? 2 : 0);
				assertThat(report.get("validation").asString()).isEqualTo("ALL_VALID");
				assertThat(report.get("revision").asLong()).isEqualTo(revision + 1);
			}
		}
		JsonNode report = sync();
		assertThat(report.get("outcome").asString()).isEqualTo("NO_CHANGE");
		assertThat(report.get("revision").asLong()).isEqualTo(revision + 1);
	}

	@Test
	void commitsAnEditOfAnEntryInItAndWritesItLater() {
		try (Immovable file = Immovable.unprepared(tools())) {
			Api.ok(this.api.patch("/registry/tools/t", "{\"notes\": \"mine\"}"));
			assertThat(Api.ok(this.api.get("/registry/tools/t")).get("notes").asString()).isEqualTo("mine");
			assertThat(tools()).content().doesNotContain("mine");
			assertThat(health().get("status").asString()).isEqualTo("DEGRADED");
			assertNotReplaced(sync(), "not empty");
		}
		sync();
		assertThat(tools()).content().contains("mine");
		assertThat(health().get("status").asString()).isEqualTo("UP");
	}

	@Test
	void rotatesAKeyThatIsNotInTheFileYet() {
		String address;
		try (Immovable file = Immovable.unprepared(tools())) {
			address = Api.ok(this.api.post("/keys/tools/t/rotate", "")).get("address").asString();
			assertThat(tools()).content().doesNotContain(address);
		}
		assertThat(sync().get("validation").asString()).isEqualTo("ALL_VALID");
		assertThat(tools()).content().contains(address);
	}

}
