package dev.registrysync.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers send, in the lines of the log.
 */
@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "logging.level.org.apache.coyote=TRACE", "logging.level.org.apache.tomcat=TRACE" })
class LogLinesTest {

	private static final Tokens TOKENS = new Tokens();

	@TempDir
	private static Path directory;

	@LocalServerPort
	private int port;

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) throws Exception {
		Path tokens = Files.writeString(directory.resolve("tokens"), TOKENS.lines());
		registry.add("registry-sync.security.tokens-file", tokens::toString);
		registry.add("registry-sync.data-dir", () -> directory.resolve("data").toString());
		registry.add("registry-sync.coordinators.default.url", () -> "http://127.0.0.1:1");
	}

	@Test
	void keepProseAboutTokensAndHideTheTokens(CapturedOutput output) {
		Logger logger = LoggerFactory.getLogger("dev.registrysync.Test");
		logger.info("This call needs a bearer token.");
		logger.info("header Authorization: Bearer short-one");
		logger.info("sent {} there", TOKENS.of(Role.SYNC));
		assertThat(output.getAll())
			.contains("needs a bearer token.", "Authorization: Bearer [redacted]", "sent Bearer [redacted] there")
			.doesNotContain("short-one", TOKENS.of(Role.SYNC).substring("Bearer ".length()));
	}

	@Test
	void showNoControlCharactersDirectionOverridesAndTokens(CapturedOutput output) throws Exception {
		String body = "{\"reason\": \"x\\u202eevil\\u2028\"}";
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + "/continuous/suspend"))
				.header("Authorization", TOKENS.of(Role.SYNC))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body))
				.build(), BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		LoggerFactory.getLogger("dev.registrysync.Test").info("the id {}", "a\nINFO forged\u001b[2J");
		LoggerFactory.getLogger("dev.registrysync.Test")
			.warn("it fails", new IllegalStateException("of \u202edisguise\u001b[2J, Bearer 0123456789abcdef0123"));
		assertThat(output.getAll()).contains("of \\u202edisguise\\u001b[2J, Bearer [redacted]", "at dev.registrysync")
			.doesNotContain("0123456789abcdef0123");
		assertThat(output.getAll()).contains("x\\u202eevil\\u2028", "the id a\\u000aINFO forged\\u001b[2J")
			.doesNotContain("\u202e", "\u001b[2J", TOKENS.of(Role.SYNC).substring("Bearer ".length()));
	}

}
