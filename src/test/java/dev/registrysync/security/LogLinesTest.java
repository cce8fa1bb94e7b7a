package dev.registrysync.security;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What callers send, in the lines of the log.
 */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = { "logging.level.org.apache.coyote=TRACE", "logging.level.org.apache.tomcat=TRACE" })
class LogLinesTest extends SecuredServiceTestCase {

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
		HttpResponse<String> response = send(post("/continuous/suspend", TOKENS.of(Role.SYNC), body));
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
