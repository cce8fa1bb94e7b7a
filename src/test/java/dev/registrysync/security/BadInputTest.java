package dev.registrysync.security;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestConstructor.AutowireMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nobody who means well sends.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "registry-sync.security.limits.requests-per-second=1000000",
				"registry-sync.security.limits.burst=1000000", "server.tomcat.connection-timeout=500ms" })
@TestConstructor(autowireMode = AutowireMode.ALL)
class BadInputTest {

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE", "PROPFIND", "BREW", "get", "G3T");

	private static final List<String> WORDS = List.of("registry", "agents", "tools", "keys", "sync", "syncs",
			"actuator", "health", "env", "x", "%20", "%2F", "%5C", "%25", "%00", "%0A", "%FF", "%ED%A0%80", ";a=b",
			"%2E", ".x", "~", "error", "swagger-ui", "v3", "\u00e4");

	@TempDir
	private static Path data;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final MeterRegistry meters;

	@LocalServerPort
	private int port;

	BadInputTest(MeterRegistry meters) {
		this.meters = meters;
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		registry.add("registry-sync.data-dir", data::toString);
		registry.add("registry-sync.coordinators.default.url", () -> "http://127.0.0.1:1");
	}

	private HttpResponse<String> send(String method, String path, String type, BodyPublisher body)
			throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(this.port, path)))
			.header("Content-Type", type)
			.method(method, body)
			.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
		return send("POST", "/sync", "application/json", body);
	}

	private HttpResponse<String> patch(BodyPublisher body) throws IOException, InterruptedException {
		return send("PATCH", "/registry/agents", "application/merge-patch+json", body);
	}

	private static void assertProblem(HttpResponse<String> response, int status, String code) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(JsonMapper.shared().readTree(response.body()).get("code").asString()).isEqualTo(code);
	}

	@Test
	void aBodyWithoutALengthIsCutTooWhereItBecomesTooLarge() throws Exception {
		byte[] large = " ".repeat((1 << 20) + 1).getBytes(StandardCharsets.UTF_8);
		BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
		assertProblem(post(chunked), 413, "request_too_large");
		assertProblem(patch(chunked), 413, "request_too_large");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"a\":" })
	void aBodyThatIsTooDeepIsNoJson(String opening) throws Exception {
		BodyPublisher deep = BodyPublishers.ofString("{\"ids\": " + opening.repeat(100_000));
		assertProblem(post(deep), 400, "invalid_request");
		assertProblem(patch(deep), 400, "invalid_request");
	}

	@Test
	void invalidUtf8AndDuplicateMembersAreNoJson() throws Exception {
		byte[] text = "{\"ids\": [\"?\"]}".getBytes(StandardCharsets.ISO_8859_1);
		text[10] = (byte) 0xff;
		byte[] surrogate = { '{', '"', 'a', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}' };
		for (BodyPublisher body : List.of(BodyPublishers.ofByteArray(text), BodyPublishers.ofByteArray(surrogate),
				BodyPublishers.ofString("{\"ids\": [\"a\"], \"ids\": [\"b\"]}"))) {
			assertProblem(post(body), 400, "invalid_request");
			assertProblem(patch(body), 400, "invalid_request");
		}
	}

	@ParameterizedTest
	@CsvSource({ "application/x-www-form-urlencoded,415", "multipart/form-data; boundary=x,415", "text/xml,415",
			"nonsense,415", "*/*,415", "application/*,415" })
	void otherBodiesThanJsonAreNotEvenRead(String type, int status) throws Exception {
		for (String method : List.of("POST", "PATCH")) {
			String path = method.equals("POST") ? "/sync" : "/registry/agents";
			assertThat(send(method, path, type, BodyPublishers.ofString("a=" + "b".repeat(100_000))).statusCode())
				.isEqualTo(status);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "ISO-8859-1", "UTF-16", "nonsense" })
	void jsonIsUtf8WhateverCharsetIsAccepted(String charset) throws Exception {
		HttpResponse<String> response = this.client
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/keys".formatted(this.port)))
				.header("Accept", "application/json;charset=" + charset)
				.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
		if (charset.equals("nonsense")) {
			assertProblem(response, 406, "not_acceptable");
		}
		else {
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).isEqualTo("[]");
		}
	}

	@Test
	void headersThatAreTooLargeAreRefused() throws Exception {
		try (RawClient client = new RawClient(this.port)) {
			client.send("GET /sync HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
			assertThat(client.answer()).startsWith("HTTP/1.1 400");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /%zz HTTP/1.1", "GET /a\\b HTTP/1.1", "GET /%C0%AE HTTP/1.1", "GET /<x> HTTP/1.1",
			"GET /../../etc/passwd HTTP/1.1", "GET /x/%2e%2e/%2e%2e/x HTTP/1.1", "TRACE / HTTP/1.1",
			"BREW /sync HTTP/1.1", "GET //sync HTTP/1.1", "GET /registry/./agents HTTP/1.1",
			"POST /sync;a=b/../x HTTP/1.1" })
	void whatIsNoPathOrNoMethodIsAProblem(String line) throws Exception {
		try (RawClient client = new RawClient(this.port)) {
			String answer = client.send(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").answer();
			assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json", "\"code\":");
		}
	}

	@Test
	void thoseWhoSendSlowlyKeepNobodyWaitingAndAreHungUpOn() throws Exception {
		List<RawClient> slow = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			RawClient client = new RawClient(this.port);
			slow.add((i % 2 == 0) ? client.send("GET /sync HTTP/1.1\r\nX: ")
					: client.send("POST /sync HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
							+ "Content-Length: 100\r\n\r\n{"));
		}
		assertThat(send("GET", "/keys", "text/plain", BodyPublishers.noBody()).statusCode()).isEqualTo(200);
		for (RawClient client : slow) {
			assertThat(client.answer()).doesNotStartWith("HTTP/1.1 2");
			client.close();
		}
	}

	@Test
	void tenThousandRandomCallsAreProblemsAndMakeNoMetrics() throws Exception {
		Random random = new Random(7);
		for (int i = 0; i < 2_000; i++) {
			callAtRandom(random);
		}
		Set<Meter.Id> before = series();
		for (int i = 0; i < 8_000; i++) {
			callAtRandom(random);
		}
		assertThat(series()).hasSizeLessThan(before.size() + 10);
		assertThat(this.meters.find("http.server.requests").timers()).isNotEmpty()
			.extracting((timer) -> String.valueOf(timer.getId().getTag("uri")))
			.allMatch((uri) -> uri.matches("/|[/a-z0-9{}*.-]+|UNKNOWN|NOT_FOUND|REDIRECTION|root"));
	}

	private void callAtRandom(Random random) throws IOException, InterruptedException {
		StringBuilder path = new StringBuilder();
		for (int i = 1 + random.nextInt(4); i > 0; i--) {
			String word = WORDS.get(random.nextInt(WORDS.size()));
			path.append('/').append(random.nextInt(3) > 0 ? word : word + Long.toString(random.nextLong(), 36));
		}
		String method = METHODS.get(random.nextInt(METHODS.size()));
		HttpResponse<String> response = send(method, path.toString(), "application/json", BodyPublishers.noBody());
		if (response.statusCode() >= 400) {
			assertThat(response.headers().firstValue("Content-Type")).as("%s: %s", response, response.body())
				.contains("application/problem+json");
		}
		assertThat(response.statusCode()).as(response.toString()).isNotEqualTo(500);
	}

	private Set<Meter.Id> series() {
		return this.meters.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
	}

}
