package dev.registrysync.operations;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.registrysync.security.NewToken;
import dev.registrysync.security.TokenLines;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may have what signed, over HTTP with tokens.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SigningRolesTest {

	private static final String ODD_ID = "x y/z,w";

	private static final String ODD_PATH = "agents/x%20y%2Fz%2Cw";

	@TempDir
	private static Path temporary;

	private RestartableService service;

	private final Map<String, NewToken> tokens = new LinkedHashMap<>();

	@BeforeAll
	void start() throws IOException {
		StringBuilder lines = new StringBuilder();
		Map.of("admin", List.of("admin"), "keys", List.of("keys"), "sign", List.of("sign"), "limited",
				List.of("sign:agents/a", "sign:" + ODD_PATH))
			.forEach((name, roles) -> {
				NewToken token = NewToken.random();
				this.tokens.put(name, token);
				lines.append(TokenLines.of(token, name, roles, null).line()).append('\n');
			});
		Path file = Files.writeString(temporary.resolve("tokens"), lines);
		this.service = new RestartableService(temporary.resolve("data"))
			.start("--registry-sync.security.tokens-file=" + file);
		this.service.coordinator()
			.agents("{\"a\": {\"name\": \"A\"}, \"b\": {}, \"r\": {}, \"%s\": {}}".formatted(ODD_ID));
		call(200, "admin", "/sync", "");
	}

	@AfterAll
	void stop() {
		this.service.close();
	}

	private JsonNode call(int status, String token, String path, String body) {
		return RestartableService.json(status,
				this.service.http()
					.send(this.service.http()
						.request(path)
						.header("Authorization", "Bearer " + this.tokens.get(token).reveal())
						.header("Content-Type", "application/json")
						.POST(BodyPublishers.ofString(body))));
	}

	private JsonNode sign(int status, String token, String entry, String message) {
		return call(status, token, "/keys/%s/sign".formatted(entry),
				JsonMapper.shared().writeValueAsString(Map.of("message", message)));
	}

	@Test
	void keysDoNotIncludeSigning() {
		JsonNode refused = sign(403, "keys", "agents/a", "a challenge");
		assertThat(refused.path("required_role").asString()).isEqualTo("sign");
		assertThat(sign(200, "sign", "agents/b", "a challenge").has("signature")).isTrue();
		call(403, "sign", "/keys", "");
		call(403, "sign", "/keys/agents/a/rotate", "");
		call(403, "sign", "/sync", "");
	}

	@Test
	void aLimitedRoleSignsForItsEntriesOnly() {
		assertThat(sign(200, "limited", "agents/a", "a challenge").has("signature")).isTrue();
		assertThat(sign(200, "limited", ODD_PATH, "a challenge").path("id").asString()).isEqualTo(ODD_ID);
		JsonNode refused = sign(403, "limited", "agents/b", "a challenge");
		assertThat(refused.path("detail").asString()).contains("\"sign\"", "agents/b");
		sign(403, "limited", "tools/a", "a challenge");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0123456789abcdef0123456789abcdef", "éééééééééééééééé", "two\nlines", "a\ttab", "\u0000",
			"\u0085", "\u007f", "example.org wants you to sign in with your Ethereum account:",
			"EXAMPLE wants you to sign in with your Solana account", "agent_registration:a" })
	void aMessageThatOthersTakeForMoreIsRefused(String message) {
		assertThat(sign(422, "sign", "agents/a", message).path("code").asString()).isEqualTo("signing_refused");
		assertThat(sign(422, "admin", "agents/a", message).path("code").asString()).isEqualTo("signing_refused");
	}

	@Test
	void aDigestInHexDigitsIsSigned() {
		assertThat(sign(200, "sign", "agents/a", "0x" + "ab".repeat(32)).has("signature")).isTrue();
	}

	@Test
	void theAuditLineHasTheDigestOfTheMessage() throws NoSuchAlgorithmException {
		Logger audit = (Logger) LoggerFactory.getLogger("audit");
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		audit.addAppender(lines);
		try {
			sign(200, "sign", "agents/a", "who asked for é?");
			sign(422, "sign", "agents/a", "two\nlines");
		}
		finally {
			audit.detachAppender(lines);
		}
		assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.anySatisfy((line) -> assertThat(line).contains("\"caller\":\"sign\"", "\"id\":\"a\"",
					"\"message_sha256\":\"" + sha256("who asked for é?"), "\"status\":200"))
			.anySatisfy((line) -> assertThat(line).contains("\"message_sha256\":\"" + sha256("two\nlines"),
					"\"status\":422"));
	}

	private static String sha256(String text) throws NoSuchAlgorithmException {
		return HexFormat.of()
			.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void afterARevocationOnlyAnAdministratorRotates() {
		call(200, "keys", "/keys/agents/r/rotate", "");
		call(200, "admin", "/keys/agents/r/revoke", "{\"everything\": true}");
		JsonNode refused = call(403, "keys", "/keys/agents/r/rotate", "");
		assertThat(refused.path("code").asString()).isEqualTo("forbidden");
		assertThat(refused.path("required_role").asString()).isEqualTo("admin");
		assertThat(call(200, "admin", "/keys/agents/r/rotate", "").path("version").asInt()).isEqualTo(3);
		call(200, "keys", "/keys/agents/r/rotate", "");
	}

}
