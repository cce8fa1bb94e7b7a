package dev.registrysync.security;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More callers send their bodies slowly than the server has threads.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = { "server.tomcat.connection-timeout=5m",
		"registry-sync.security.limits.body-timeout=10s", "registry-sync.security.limits.failures-per-minute=100000" })
class SlowBodiesTest extends SecuredServiceTestCase {

	private static final int MANY = 250;

	private final List<RawClient> slow = new ArrayList<>();

	@AfterEach
	void hangUp() throws IOException {
		for (RawClient connection : this.slow) {
			connection.close();
		}
	}

	private RawClient open(String call, @Nullable String credentials, String bodyHeader, String body)
			throws IOException {
		RawClient connection = new RawClient(this.port);
		this.slow.add(connection);
		String authorization = (credentials != null) ? "Authorization: " + credentials + "\r\n" : "";
		return connection.send("%s HTTP/1.1\r\nHost: localhost\r\n%sContent-Type: application/json\r\n%s\r\n\r\n%s"
			.formatted(call, authorization, bodyHeader, body));
	}

	private void openMany(String call, @Nullable String credentials) throws IOException {
		for (int i = 0; i < MANY; i++) {
			if (i % 2 == 0) {
				open(call, credentials, "Content-Length: 1000", "{");
			}
			else {
				open(call, credentials, "Transfer-Encoding: chunked", "1\r\n{\r\n");
			}
		}
	}

	private void assertOthersAreServed() throws Exception {
		assertThat(send(request("/actuator/health/liveness", null)).body()).isEqualTo("{\"status\":\"UP\"}");
		assertThat(
				send(post("/keys/agents/nobody/revoke", TOKENS.of(Role.ADMIN), "{\"everything\": true}")).statusCode())
			.isIn(200, 400, 404);
		assertThat(send(post("/sync", TOKENS.ofAnotherWhoMaySync(), "{}")).statusCode()).isEqualTo(200);
		assertThat(send(post("/verify", TOKENS.of(Role.KEYS), "{}")).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /verify", "POST /nowhere", "POST /history/verify", "GET /registry/agents" })
	void thoseOfOneReaderKeepNobodyElseFromReadingAndChanging(String call) throws Exception {
		openMany(call, TOKENS.of(Role.READ));
		assertOthersAreServed();
	}

	@Test
	void callersWhoHangUpLeaveNoErrorInTheLog(CapturedOutput output) throws Exception {
		for (String credentials : new String[] { TOKENS.of(Role.ADMIN), TOKENS.unknown() }) {
			for (int i = 0; i < 20; i++) {
				open("POST /sync", credentials, "Content-Length: 1000", "{");
			}
			hangUp();
			this.slow.clear();
			assertOthersAreServed();
		}
		assertThat(output).doesNotContain(" ERROR ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /sync", "PATCH /registry/agents" })
	void thoseOfChangesKeepNobodyElseFromChanging(String call) throws Exception {
		openMany(call, TOKENS.of(Role.SYNC));
		assertOthersAreServed();
		HttpRequest.Builder withoutBody = request("/sync", TOKENS.of(Role.SYNC)).POST(BodyPublishers.noBody());
		assertThat(send(withoutBody).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /sync", "POST /nowhere", "PUT /", "POST /%zz", "BREW /sync", "POST /v3/api-docs" })
	void thoseWithoutCredentialsAreRefusedAndHungUpOn(String call) throws Exception {
		openMany(call, null);
		assertOthersAreServed();
		for (RawClient connection : this.slow) {
			assertThat(connection.answer()).startsWith("HTTP/1.1 4").contains("application/problem+json");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST /verify", "POST /sync", "POST /nowhere" })
	void aConnectionWhoseBodyDripsIsClosedWithTheAnswer(String call) throws Exception {
		ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
		RawClient connection = open(call, TOKENS.of(Role.ADMIN), "Content-Length: 100000", "");
		drips.scheduleAtFixedRate(connection::drip, 0, 50, TimeUnit.MILLISECONDS);
		assertThat(connection.answer()).startsWith("HTTP/1.1 408")
			.contains("\"code\":\"request_timeout\"", "Connection: close", "X-Request-Id");
		drips.shutdownNow();
	}

	@Test
	void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws Exception {
		assertThat(open("POST /sync", TOKENS.of(Role.ADMIN), "Content-Length: 1048577", "{").answer())
			.startsWith("HTTP/1.1 413")
			.contains("\"code\":\"request_too_large\"");
	}

	@Test
	void whoSendsATooLargeBodyInChunksToItsEndSeesTheRefusal() throws Exception {
		String chunk = "10000\r\n" + " ".repeat(0x10000) + "\r\n";
		assertThat(
				open("POST /sync", TOKENS.of(Role.ADMIN), "Transfer-Encoding: chunked", chunk.repeat(30) + "0\r\n\r\n")
					.answer())
			.startsWith("HTTP/1.1 413")
			.contains("\"code\":\"request_too_large\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /v3/api-docs", "GET /swagger-ui/index.html", "GET /actuator/health/liveness",
			"HEAD /v3/api-docs" })
	void aBodyOfARequestThatReadsIsRefusedWithoutReceivingIt(String call) throws Exception {
		assertThat(open(call, null, "Connection: close\r\nContent-Length: 5", "hello").answer())
			.startsWith("HTTP/1.1 400");
		this.slow.clear();
		openMany(call, null);
		assertOthersAreServed();
		for (RawClient connection : this.slow) {
			assertThat(connection.answer()).startsWith("HTTP/1.1 400");
		}
	}

	@Test
	void aConnectionGoesOnWhenTheWholeBodyOfARefusedCallHasArrived() throws Exception {
		RawClient connection = open("POST /sync", null, "Content-Length: 100000", " ".repeat(100_000));
		assertThat(connection.send("GET /actuator/health/liveness HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
			.answer()).startsWith("HTTP/1.1 401").contains("HTTP/1.1 200", "{\"status\":\"UP\"}");
	}

}
