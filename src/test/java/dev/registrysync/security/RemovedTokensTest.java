package dev.registrysync.security;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes tokens away while the service runs. A second token, in a file of its own, looks
 * at health and metrics.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "registry-sync.security.limits.failures-per-minute=100000")
@ExtendWith(OutputCaptureExtension.class)
class RemovedTokensTest {

	private static final NewToken MONITOR = NewToken.random();

	private static final NewToken CALLER = NewToken.random();

	private static final String LINE = line("caller", CALLER);

	@TempDir
	private static Path directory;

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws IOException {
		Files.writeString(tokens(), LINE);
		Files.writeString(hash(), MONITOR.hash());
		registry.add("registry-sync.security.tokens-file", () -> tokens().toString());
		registry.add("registry-sync.security.tokens[0].name", () -> "monitor");
		registry.add("registry-sync.security.tokens[0].roles", () -> "read");
		registry.add("registry-sync.security.tokens[0].hash-file", () -> hash().toString());
		registry.add("registry-sync.data-dir", () -> directory.resolve("data").toString());
	}

	private static Path tokens() {
		return directory.resolve("tokens");
	}

	private static Path hash() {
		return directory.resolve("hash");
	}

	private static String line(String name, NewToken token) {
		return TokenLines.of(token, name, List.of("admin"), null).line() + "\n";
	}

	private HttpResponse<String> get(String path, NewToken token) throws Exception {
		return this.client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path))
			.header("Authorization", "Bearer " + token.reveal())
			.build(), BodyHandlers.ofString());
	}

	private int status(NewToken token) throws Exception {
		return get("/registry/agents", token).statusCode();
	}

	private JsonNode health() throws Exception {
		return JsonMapper.shared().readTree(get("/actuator/health", MONITOR).body()).at("/components/security");
	}

	@BeforeEach
	void restore() throws Exception {
		Files.deleteIfExists(tokens());
		Files.writeString(tokens(), LINE);
		Files.writeString(hash(), MONITOR.hash());
		assertThat(status(CALLER)).isEqualTo(200);
		assertThat(health().get("status").asString()).isEqualTo("UP");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n\n", "# nobody\n# at all", "caller admin sha256:half", "\0\0\0\0" })
	void aFileWithoutAUsableTokenEndsTheLastToken(String text) throws Exception {
		Files.writeString(tokens(), text);
		assertThat(status(CALLER)).isEqualTo(401);
		assertThat(health().get("status").asString()).isEqualTo("DEGRADED");
		assertThat(health().at("/details/tokens/unusable").toString()).contains(tokens() + " names no usable token");
		Files.writeString(tokens(), LINE);
		assertThat(status(CALLER)).isEqualTo(200);
	}

	@Test
	void aDeletedFileADirectoryAndADanglingLinkEndTheLastToken() throws Exception {
		Files.delete(tokens());
		assertUnreadable();
		Files.createDirectory(tokens());
		assertUnreadable();
		Files.delete(tokens());
		Files.createSymbolicLink(tokens(), directory.resolve("nowhere"));
		assertUnreadable();
	}

	private void assertUnreadable() throws Exception {
		assertThat(status(CALLER)).isEqualTo(401);
		assertThat(health().get("status").asString()).isEqualTo("DEGRADED");
		assertThat(health().at("/details/tokens/unusable").toString()).contains(tokens() + " cannot be read");
	}

	@Test
	void aBadLineIsDroppedAloneAndNamedWithoutItsContent(CapturedOutput output) throws Exception {
		NewToken other = NewToken.random();
		Files.writeString(tokens(), line("other", other) + LINE.replace("sha256:", "sha256;") + "# the end\n");
		assertThat(status(other)).isEqualTo(200);
		assertThat(status(CALLER)).isEqualTo(401);
		String defect = "The tokens file %s, line 2, needs a hash".formatted(tokens());
		JsonNode health = health();
		assertThat(health.get("status").asString()).isEqualTo("DEGRADED");
		assertThat(health.at("/details/tokens/valid").asInt()).isEqualTo(2);
		assertThat(health.at("/details/tokens/unusable").toString()).contains(defect);
		assertThat(get("/actuator/prometheus", MONITOR).body()).contains("registry_sync_tokens{state=\"unusable\"} 1.0",
				"registry_sync_tokens{state=\"valid\"} 2.0");
		assertThat(output).contains(defect).doesNotContain(CALLER.hash().substring("sha256:".length()));
	}

	@Test
	void aFileWithTheSameSizeAndTimeIsReadAgain() throws Exception {
		FileTime time = FileTime.from(Instant.EPOCH);
		Files.setLastModifiedTime(tokens(), time);
		assertThat(status(CALLER)).isEqualTo(200);
		NewToken other = NewToken.random();
		Files.writeString(tokens(), line("caller", other));
		Files.setLastModifiedTime(tokens(), time);
		assertThat(status(CALLER)).isEqualTo(401);
		assertThat(status(other)).isEqualTo(200);
	}

	@Test
	void anEmptiedHashFileEndsItsToken() throws Exception {
		Files.writeString(hash(), "");
		assertThat(status(MONITOR)).isEqualTo(401);
		assertThat(get("/actuator/health", CALLER).body()).contains("hash-file " + hash());
		Files.delete(hash());
		assertThat(status(MONITOR)).isEqualTo(401);
	}

}
