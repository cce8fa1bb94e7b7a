package dev.registrysync.coordinator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.util.unit.DataSize;

import dev.registrysync.demo.SampleCoordinator;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class HttpCoordinatorClientTest {

	private static final String JSON = "application/json";

	private final List<Headers> requests = new CopyOnWriteArrayList<>();

	private final List<String> paths = new CopyOnWriteArrayList<>();

	private HttpServer server;

	private volatile int status = 200;

	private volatile Map<String, String> headers = Map.of("Content-Type", JSON);

	private volatile String body = "{\"a\":{\"agent_type\":\"x\"}}";

	@TempDir
	private Path directory;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", (exchange) -> {
			this.requests.add(exchange.getRequestHeaders());
			this.paths.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
			this.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
			byte[] bytes = this.body.getBytes(StandardCharsets.UTF_8);
			boolean bodiless = bytes.length == 0 || this.status == 204 || this.status == 304;
			exchange.sendResponseHeaders(this.status, bodiless ? -1 : bytes.length);
			if (!bodiless) {
				exchange.getResponseBody().write(bytes);
			}
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void pullsFromThePathOfTheKindBelowTheUrl() {
		client("").pull(Kind.AGENTS);
		client("/").pull(Kind.TOOLS);
		client("/api/v1").pull(Kind.TOOLS);
		assertThat(this.paths).containsExactly("GET /registry/agents", "GET /registry/tools",
				"GET /api/v1/registry/tools");
	}

	@Test
	void asksForPlainJsonAndNothingElse() {
		client("").pull(Kind.AGENTS);
		Headers headers = this.requests.get(0);
		assertThat(headers.get("Accept")).containsExactly(JSON);
		assertThat(headers.get("Accept-Encoding")).containsExactly("identity");
		assertThat(headers).doesNotContainKeys("Authorization", "If-None-Match");
		assertThat(headers.get("Upgrade")).isNull();
	}

	@Test
	void namesTheAnswerByItsDigest() {
		this.body = "{}";
		Pull.Answered answered = answered(client("").pull(Kind.AGENTS));
		assertThat(answered.digest())
			.isEqualTo("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
		assertThat(answered.notModified()).isFalse();
		assertThat(answered.entries().isEmpty()).isTrue();
	}

	@Test
	void returnsTheLastEntriesAgainWhenTheCoordinatorSaysThatNothingChanged() {
		this.headers = Map.of("Content-Type", JSON, "ETag", "W/\"7\"");
		CoordinatorClient client = client("");
		Pull.Answered first = answered(client.pull(Kind.AGENTS));
		this.status = 304;
		Pull.Answered second = answered(client.pull(Kind.AGENTS));
		assertThat(this.requests.get(1).get("If-None-Match")).containsExactly("W/\"7\"");
		assertThat(second.entries()).isSameAs(first.entries());
		assertThat(second.digest()).isEqualTo(first.digest());
		assertThat(second.notModified()).isTrue();
	}

	@Test
	void asksWhatThereIsOnceTheValidatorsAreForgotten() {
		this.headers = Map.of("Content-Type", JSON, "ETag", "\"never another\"");
		CoordinatorClient client = client("");
		client.pull(Kind.AGENTS);
		this.body = "{\"b\":{}}";
		client.forgetValidators();
		assertThat(answered(client.pull(Kind.AGENTS)).notModified()).isFalse();
		assertThat(this.requests.get(1)).doesNotContainKey("If-None-Match");
		client.forgetValidators();
		this.status = 304;
		assertThat(catchThrowableOfType(BadAnswerException.class, () -> client.pull(Kind.AGENTS))).isNotNull();
	}

	@Test
	void returnsTheLastEntriesAgainWhenTheBytesAreTheSame() {
		CoordinatorClient client = client("");
		Pull.Answered first = answered(client.pull(Kind.AGENTS));
		Pull.Answered second = answered(client.pull(Kind.AGENTS));
		assertThat(second.entries()).isSameAs(first.entries());
		assertThat(second.notModified()).isTrue();
	}

	@Test
	void remembersTheKindsApart() {
		this.headers = Map.of("Content-Type", JSON, "ETag", "\"7\"");
		CoordinatorClient client = client("");
		client.pull(Kind.AGENTS);
		Pull.Answered tools = answered(client.pull(Kind.TOOLS));
		assertThat(this.requests.get(1)).doesNotContainKey("If-None-Match");
		assertThat(tools.notModified()).isFalse();
		assertThat(tools.entries().kind()).isEqualTo(Kind.TOOLS);
	}

	@Test
	void comparesWithTheLastGoodAnswerAfterABadOne() {
		this.headers = Map.of("Content-Type", JSON, "ETag", "\"good\"");
		CoordinatorClient client = client("");
		Pull.Answered first = answered(client.pull(Kind.AGENTS));
		String good = this.body;
		this.headers = Map.of("Content-Type", JSON, "ETag", "\"bad\"");
		this.body = "[]";
		assertThat(bad(client).code()).isEqualTo(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE);
		this.body = good;
		assertThat(answered(client.pull(Kind.AGENTS)).entries()).isSameAs(first.entries());
		assertThat(this.requests.get(2).get("If-None-Match")).containsExactly("\"good\"");
	}

	@Test
	void readsAgainWhatChanged() {
		CoordinatorClient client = client("");
		client.pull(Kind.AGENTS);
		this.body = "{\"b\":{}}";
		Pull.Answered second = answered(client.pull(Kind.AGENTS));
		assertThat(second.notModified()).isFalse();
		assertThat(second.entries().entries().ids()).containsExactly(new EntryId("b"));
	}

	@Test
	void doesNotSendAnEntityTagThatIsNone() {
		this.headers = Map.of("Content-Type", JSON, "ETag", "seven");
		CoordinatorClient client = client("");
		client.pull(Kind.AGENTS);
		client.pull(Kind.AGENTS);
		assertThat(this.requests.get(1)).doesNotContainKey("If-None-Match");
	}

	@Test
	void nothingChangedSinceNeverIsABadAnswer() {
		this.status = 304;
		assertThat(bad(client("")).code()).isEqualTo(ProblemCode.COORDINATOR_ERROR_STATUS);
	}

	@Test
	void aKindThatIsNotFoundIsNotOffered() {
		this.status = 404;
		assertThat(client("").pull(Kind.TOOLS)).isEqualTo(new Pull.NotOffered(Kind.TOOLS));
	}

	@ParameterizedTest
	@CsvSource({ "500, text/plain; charset=utf-8, Internal Server Error, COORDINATOR_ERROR_STATUS",
			"503, application/json, {\"detail\":\"starting\"}, COORDINATOR_ERROR_STATUS",
			"422, application/json, {\"detail\":[]}, COORDINATOR_ERROR_STATUS",
			"429, application/json, {\"detail\":\"slow\"}, COORDINATOR_ERROR_STATUS",
			"418, application/json, {}, COORDINATOR_ERROR_STATUS", "301, text/html, moved, COORDINATOR_ERROR_STATUS",
			"401, application/json, {\"detail\":\"no\"}, COORDINATOR_UNAUTHORIZED",
			"403, application/json, {\"detail\":\"no\"}, COORDINATOR_UNAUTHORIZED",
			"302, text/html, login, COORDINATOR_UNAUTHORIZED",
			"202, application/json, {}, COORDINATOR_UNEXPECTED_SHAPE",
			"204, application/json, x, COORDINATOR_UNEXPECTED_SHAPE" })
	void anotherStatusIsABadAnswerThatIsNotAskedForAgain(int status, String type, String body, ProblemCode code) {
		this.status = status;
		this.headers = Map.of("Content-Type", type);
		this.body = body;
		BadAnswerException failure = bad(client(""));
		assertThat(failure.code()).isEqualTo(code);
		assertThat(failure.data()).containsEntry("source", "default")
			.containsEntry("kind", "agents")
			.containsEntry("coordinator_status", status);
		assertThat(failure.detail()).contains("answered " + status).doesNotContain(body);
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void anInternalServerErrorComesWithWhatToMendUpstream() {
		this.status = 500;
		this.headers = Map.of("Content-Type", "text/plain; charset=utf-8");
		this.body = "Internal Server Error";
		BadAnswerException failure = bad(client(""));
		assertThat(failure.detail()).endsWith("answered 500 text/plain; charset=utf-8");
		assertThat(failure.code().remedy()).contains("\"instance\"");
	}

	@Test
	void namesTheRedirectWithoutItsQuery() {
		this.status = 302;
		this.headers = Map.of("Location", "https://u:p@login.example:8443/gate?token=hidden#x");
		assertThat(bad(client("")).detail()).endsWith("a redirect to https://login.example:8443/gate");
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void saysWhenToTryAgain() {
		this.status = 429;
		this.headers = Map.of("Retry-After", "30");
		assertThat(bad(client("")).detail()).endsWith("try again in 30 s");
	}

	@Test
	void anErrorWithStatus200IsAnError() {
		this.body = "{\"error\":\"Coordinator agent not available.\"}";
		BadAnswerException failure = bad(client(""));
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_REPORTED_ERROR);
		assertThat(failure.detail()).endsWith("it says \"Coordinator agent not available.\"");
		assertThat(failure.data()).containsEntry("coordinator_status", 200);
		assertThat(this.requests).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/html", "text/html; charset=utf-8", "TEXT/HTML" })
	void htmlIsNotJsonWhateverItHolds(String type) {
		this.headers = Map.of("Content-Type", type);
		assertThat(bad(client("")).code()).isEqualTo(ProblemCode.COORDINATOR_NOT_JSON);
	}

	@Test
	void aCompressedAnswerWasNotAskedFor() {
		this.headers = Map.of("Content-Type", JSON, "Content-Encoding", "gzip");
		assertThat(bad(client("")).code()).isEqualTo(ProblemCode.COORDINATOR_NOT_JSON);
	}

	@Test
	void anEmptyBodyIsNoRegistry() {
		this.body = "";
		assertThat(bad(client("")).code()).isEqualTo(ProblemCode.COORDINATOR_UNEXPECTED_SHAPE);
	}

	@Test
	void sendsTheTokenThatIsInTheFileAtThatTime() throws IOException {
		Path file = Files.writeString(this.directory.resolve("token"), "first-token\n");
		CoordinatorClient client = client(file);
		client.pull(Kind.AGENTS);
		Files.writeString(file, "second-token\r\n");
		client.pull(Kind.AGENTS);
		assertThat(this.requests.get(0).get("Authorization")).containsExactly("Bearer first-token");
		assertThat(this.requests.get(1).get("Authorization")).containsExactly("Bearer second-token");
	}

	@Test
	void aTokenMayGoIntoAHeaderOfTheCoordinatorsOwn() throws IOException {
		Path file = Files.writeString(this.directory.resolve("token"), "key-7");
		Coordinators.client(URI.create(url()), file, "X-Api-Key").pull(Kind.AGENTS);
		assertThat(this.requests.get(0).get("X-Api-Key")).containsExactly("key-7");
		assertThat(this.requests.get(0)).doesNotContainKey("Authorization");
	}

	@Test
	void neverLogsOrTellsTheToken() throws IOException {
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		Logger logger = (Logger) LoggerFactory.getLogger("dev.registrysync");
		Level before = logger.getLevel();
		logger.setLevel(Level.TRACE);
		logger.addAppender(log);
		try {
			CoordinatorClient client = client(Files.writeString(this.directory.resolve("token"), "s3cr3t-token"));
			client.pull(Kind.AGENTS);
			this.body = "{\"error\":\"the token s3cr3t-token has expired\"}";
			BadAnswerException reported = bad(client);
			assertThat(reported.detail()).endsWith("it says \"the token [redacted] has expired\"");
			this.status = 302;
			this.headers = Map.of("Location", "/login/s3cr3t-token");
			assertThat(bad(client)).hasMessageEndingWith("/login/[redacted]");
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(before);
		}
		assertThat(log.list).noneMatch((event) -> event.getFormattedMessage().contains("s3cr3t"));
		assertThat(CoordinatorToken.read(this.directory.resolve("token"),
				Question.of("default", Kind.AGENTS, URI.create("http://h"))))
			.hasToString("[redacted]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", " \r\n", "two tokens", "two\nlines", "caf\u00e9", "nul\u0000" })
	void aFileWithoutOneTokenIsRefusedBeforeAsking(String content) throws IOException {
		Path file = Files.writeString(this.directory.resolve("token"), content);
		BadAnswerException failure = bad(client(file));
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_UNAUTHORIZED);
		assertThat(failure.data()).containsOnlyKeys("source", "kind");
		assertThat(failure.detail()).contains("registry-sync.coordinators.default.token-file")
			.contains(file.toString());
		if (!content.isBlank()) {
			assertThat(failure.detail()).doesNotContain(content);
		}
		assertThat(this.requests).isEmpty();
	}

	@Test
	void aTokenFileThatIsNotThereIsNamed() {
		Path file = this.directory.resolve("absent");
		BadAnswerException failure = bad(client(file));
		assertThat(failure.code()).isEqualTo(ProblemCode.COORDINATOR_UNAUTHORIZED);
		assertThat(failure.detail()).contains(file.toString()).endsWith("cannot be read (it is not there)");
	}

	@Test
	void pullsTheSampleOfTheDemoWithoutItsSecrets() {
		try (SampleCoordinator sample = SampleCoordinator.start()) {
			CoordinatorClient client = Coordinators.client(sample.url());
			Pull.Answered agents = answered(client.pull(Kind.AGENTS));
			assertThat(agents.entries().entries().size()).isEqualTo(20);
			assertThat(agents.entries().quarantined()).isEmpty();
			assertThat(new String(agents.entries().entries().bytes(), StandardCharsets.UTF_8))
				.doesNotContain("not-a-real")
				.doesNotContain("\"_")
				.doesNotContain("instance");
			Pull.Answered tools = answered(client.pull(Kind.TOOLS));
			assertThat(tools.entries().entries().size()).isEqualTo(8);
			assertThat(tools.entries().envelope().names()).containsExactly("registry_version");
			assertThat(answered(client.pull(Kind.TOOLS)).entries()).isSameAs(tools.entries());
		}
	}

	private HttpCoordinatorClient client(String path) {
		return Coordinators.client(URI.create(url() + path));
	}

	private HttpCoordinatorClient client(Path tokenFile) {
		return Coordinators.client(URI.create(url()), tokenFile, Coordinators.PATIENT, DataSize.ofMegabytes(1));
	}

	private String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	private static Pull.Answered answered(Pull pull) {
		assertThat(pull).isInstanceOf(Pull.Answered.class);
		return (Pull.Answered) pull;
	}

	private static BadAnswerException bad(CoordinatorClient client) {
		return catchThrowableOfType(BadAnswerException.class, () -> client.pull(Kind.AGENTS));
	}

}
