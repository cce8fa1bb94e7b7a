package dev.registrysync.security;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AuditTest {

	private final Logger logger = (Logger) LoggerFactory.getLogger("audit");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final AuditFilter audit = new AuditFilter(new TokenBuckets(0.001, 10, 100, System::nanoTime));

	@BeforeEach
	void listen() {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setAdditive(false);
		SecurityContextHolder.getContext()
			.setAuthentication(new CallerAuthentication(
					new Caller("c\u202ei\r\n", Caller.Proof.ISSUER, Set.of(new Grant(Role.ADMIN, null)))));
	}

	@AfterEach
	void stop() {
		this.logger.setAdditive(true);
		this.logger.detachAppender(this.appender);
		SecurityContextHolder.clearContext();
	}

	private void call(String method, String path, int status) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest(method, path);
		request.setQueryString("access_token=s3cret");
		request.addHeader("Authorization", "Bearer s3cret");
		request.setContent("s3cret".getBytes(StandardCharsets.UTF_8));
		FilterChain chain = (asked, answer) -> ((HttpServletResponse) answer).setStatus(status);
		new RequestIdFilter().doFilter(request, new MockHttpServletResponse(),
				(asked, answer) -> this.audit.doFilter(asked, answer, chain));
	}

	private List<String> lines() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	@Test
	void aChangeSaysWhoDidWhatToWhichEntryAndHowItEnded() throws Exception {
		call("POST", "/keys/agents/a%2Fb%20%0A%1B/rotate", 200);
		assertThat(lines()).singleElement().satisfies((line) -> {
			assertThat(line).matches("[ -~]+").doesNotContain("s3cret");
			JsonNode parsed = JsonMapper.shared().readTree(line);
			assertThat(parsed.get("event").asString()).isEqualTo("done");
			assertThat(parsed.get("caller").asString()).isEqualTo("c\u202ei\r\n");
			assertThat(parsed.get("proof").asString()).isEqualTo("ISSUER");
			assertThat(parsed.get("call").asString()).isEqualTo("POST /keys/{kind}/{id}/rotate");
			assertThat(parsed.get("kind").asString()).isEqualTo("agents");
			assertThat(parsed.get("id").asString()).isEqualTo("a/b \n\u001b");
			assertThat(parsed.get("status").asInt()).isEqualTo(200);
			assertThat(parsed.get("request_id").asString()).isNotEmpty();
		});
	}

	@Test
	void aCallThatOnlyReadsIsNotWritten() throws Exception {
		call("GET", "/keys", 200);
		call("GET", "/nowhere", 404);
		assertThat(lines()).isEmpty();
	}

	@Test
	void aRefusedCallIsWrittenWhateverItWas() throws Exception {
		call("GET", "/keys", 401);
		call("BREW", "/a\nb" + "x".repeat(5000), 403);
		assertThat(lines()).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("\"event\":\"refused\"")
				.hasSizeLessThan(1000)
				.matches("[ -~]+"));
	}

	@Test
	void ofManyRefusedCallsTheFirstAreWritten() throws Exception {
		for (int i = 0; i < 1000; i++) {
			call("GET", "/keys", 401);
		}
		assertThat(lines()).hasSize(10);
		call("POST", "/sync", 200);
		assertThat(lines()).hasSize(11);
	}

	@Test
	void aCallThatBrokeIsWrittenAsBroken() {
		FilterChain broken = (asked, answer) -> {
			throw new IllegalStateException("broken");
		};
		assertThatThrownBy(() -> this.audit.doFilter(new MockHttpServletRequest("POST", "/sync"),
				new MockHttpServletResponse(), broken))
			.isInstanceOf(IllegalStateException.class);
		assertThat(lines()).singleElement().asString().contains("\"status\":500");
	}

}
