package dev.registrysync.operations;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.registrysync.operations.TraceReceiver.Span;
import dev.registrysync.packaged.Coordinator;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * What a collector gets from a service that was told where it is.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "management.opentelemetry.tracing.export.schedule-delay=50ms")
@DirtiesContext
class TracesTest {

	private static final Coordinator FIRST = Coordinator.onLoopback();

	private static final Coordinator SECOND = Coordinator.onLoopback();

	private static final TraceReceiver RECEIVER = TraceReceiver.onLoopback();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws IOException {
		Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "traces-")
			.toAbsolutePath();
		registry.add("registry-sync.data-dir", directory::toString);
		registry.add("registry-sync.coordinators.first.url", FIRST::url);
		registry.add("registry-sync.coordinators.second.url", SECOND::url);
		registry.add("management.opentelemetry.tracing.export.otlp.endpoint", RECEIVER::url);
	}

	@AfterAll
	static void close() {
		RECEIVER.close();
		FIRST.close();
		SECOND.close();
	}

	@Test
	void aSyncIsOneTraceFromTheCallToEachQuestion() {
		FIRST.agents("{\"planner\": {}}").tools("{\"hammer\": {}}");
		Span run = runOf(sync("{}"));
		assertThat(run.attributes()).containsEntry("trigger", "api")
			.containsEntry("dry_run", "false")
			.containsKey("outcome");
		Span call = parentOf(run);
		assertThat(call.name()).isEqualTo("http post /sync");
		assertThat(call.parent()).isEmpty();
		Span pull = phaseOf(run, "pull");
		assertThat(childrenOf(pull)).extracting((question) -> question.attributes().get("source"), Span::name)
			.containsExactlyInAnyOrder(question("first", "agents"), question("first", "tools"),
					question("second", "agents"), question("second", "tools"));
		assertThat(childrenOf(run)).extracting(Span::name)
			.contains("pull", "read", "reconcile", "identities", "validate", "commit");
	}

	private static Tuple question(String source, String kind) {
		return tuple(source, "get /registry/" + kind);
	}

	@Test
	void theCoordinatorIsToldWhichQuestionItAnswers() {
		Span run = runOf(sync("{\"sources\": [\"first\"], \"dry_run\": true}"));
		List<Span> questions = childrenOf(phaseOf(run, "pull"));
		assertThat(questions).hasSize(2)
			.allSatisfy((question) -> assertThat(FIRST.traceParents())
				.anyMatch((header) -> header.startsWith("00-%s-%s-".formatted(question.trace(), question.id()))));
	}

	@Test
	void aRunThatNobodyWaitsForBelongsToTheCallThatWantedIt() {
		RunningService service = new RunningService(this.port);
		String answer = service
			.send(service.request("/sync").header("Prefer", "respond-async").POST(BodyPublishers.noBody()))
			.body();
		assertThat(parentOf(runOf(syncId(answer))).name()).isEqualTo("http post /sync");
	}

	@Test
	void theLinesOfARunNameItsTrace() {
		Logger logger = (Logger) LoggerFactory.getLogger("dev.registrysync.sync");
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		logger.addAppender(lines);
		try {
			FIRST.agents("{\"planner\": {}, \"newcomer\": {}}");
			Span run = runOf(sync("{\"sources\": [\"first\"]}"));
			assertThat(lines.list).filteredOn((line) -> line.getFormattedMessage().startsWith("Sync "))
				.extracting(ILoggingEvent::getMDCPropertyMap)
				.anySatisfy((marks) -> assertThat(marks).containsAllEntriesOf(Map.of("sync_id",
						run.attributes().get("sync_id"), "traceId", run.trace(), "spanId", run.id())));
		}
		finally {
			logger.detachAppender(lines);
		}
	}

	@Test
	void aFailureIsToldByItsCodeAndNoSpanNamesAnEntry() {
		FIRST.agents("{\"planner\": {}}").tools("{\"hammer\": {}}");
		sync("{}");
		RunningService service = new RunningService(this.port);
		assertThat(service.get("/registry/agents/planner").statusCode()).isEqualTo(200);
		FIRST.status(500);
		try {
			assertThat(service.post("/sync", "{\"sources\": [\"first\"]}").statusCode()).isEqualTo(502);
		}
		finally {
			FIRST.status(200);
		}
		Span run = whole("outcome", "failed");
		assertThat(run.failures()).containsExactly("coordinator_error_status");
		assertThat(childrenOf(phaseOf(run, "pull"))).isNotEmpty()
			.allSatisfy((question) -> assertThat(question.attributes()).containsEntry("status", "500"));
		assertThat(RECEIVER.text()).contains("/registry/{kind}/{id}").doesNotContain("planner", "hammer");
	}

	private String sync(String body) {
		return syncId(new RunningService(this.port).post("/sync", body).body());
	}

	private static String syncId(String answer) {
		return JsonMapper.shared().readTree(answer).get("sync_id").asString();
	}

	private static Span runOf(String syncId) {
		return whole("sync_id", syncId);
	}

	/**
	 * The span of a run, once it and the call above it have come: those below it end
	 * earlier.
	 */
	private static Span whole(String attribute, String value) {
		return await().forever().until(() -> {
			List<Span> spans = RECEIVER.spans();
			return spans.stream()
				.filter((span) -> value.equals(span.attributes().get(attribute)))
				.filter((run) -> run.attributes().containsKey("sync_id") && spans.stream().anyMatch(run::isChildOf))
				.findFirst();
		}, Optional::isPresent).orElseThrow();
	}

	private static Span parentOf(Span child) {
		return RECEIVER.spans().stream().filter(child::isChildOf).findFirst().orElseThrow();
	}

	private static List<Span> childrenOf(Span parent) {
		return RECEIVER.spans().stream().filter((span) -> span.isChildOf(parent)).toList();
	}

	private static Span phaseOf(Span run, String phase) {
		return childrenOf(run).stream().filter((span) -> span.name().equals(phase)).findFirst().orElseThrow();
	}

}
