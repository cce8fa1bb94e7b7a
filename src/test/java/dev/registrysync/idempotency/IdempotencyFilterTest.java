package dev.registrysync.idempotency;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import dev.registrysync.database.Database;
import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.problem.ProblemAnswer;
import dev.registrysync.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ParameterizedClass
@EnumSource(TestEngine.class)
class IdempotencyFilterTest {

	private static final OutputStream BROKEN_PIPE = new OutputStream() {
		@Override
		public void write(int b) {
			throw new UncheckedIOException(new IOException("broken pipe"));
		}
	};

	@TempDir
	private Path data;

	private final TestEngine engine;

	private Databases databases;

	private Instant now = Instant.parse("2026-11-30T12:00:00Z");

	private final List<String> made = new ArrayList<>();

	private IdempotencyFilter filter;

	private int status = 200;

	private String padding = "";

	IdempotencyFilterTest(TestEngine engine) {
		this.engine = engine;
	}

	@BeforeEach
	void open() {
		this.databases = Databases.create(this.engine, this.data);
		use(this.databases.database());
	}

	/**
	 * Uses a clock that moves with each look.
	 */
	private void use(Database database) {
		InstantSource clock = () -> this.now = this.now.plusNanos(1000);
		IdempotencyStore store = new IdempotencyStore(database, clock.withZone(ZoneOffset.UTC), 3, 1000);
		store.forgetUnanswered();
		this.filter = new IdempotencyFilter(store, new Problems());
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	@Test
	void anAnswerSurvivesARestart() throws Exception {
		call(post("rotate", "k", "{}"));
		use(this.databases.reopen());
		MockHttpServletResponse again = call(post("rotate", "k", "{}"));
		assertThat(again.getContentAsString()).isEqualTo("answer 1");
		assertThat(again.getContentType()).isEqualTo("text/plain");
		assertThat(again.getHeader("ETag")).isEqualTo("\"1\"");
		assertThat(this.made).hasSize(1);
	}

	@Test
	void aCallThatTheEndOfTheOnlyProcessCutShortCanBeMadeAgain() throws Exception {
		this.filter.doFilter(post("rotate", "k", "{}"), new MockHttpServletResponse(), (request, response) -> {
			use(this.databases.database());
			assertThat(call(post("rotate", "k", "{}")).getStatus())
				.isEqualTo((this.engine == TestEngine.SQLITE) ? 200 : 409);
		});
	}

	@Test
	void answersWithoutABodyAreRepeatedToo() throws Exception {
		FilterChain empty = (request, response) -> ((HttpServletResponse) response).setStatus(204);
		this.filter.doFilter(post("rotate", "k", "{}"), new MockHttpServletResponse(), empty);
		MockHttpServletResponse again = call(post("rotate", "k", "{}"));
		assertThat(again.getStatus()).isEqualTo(204);
		assertThat(again.getContentAsByteArray()).isEmpty();
	}

	@Test
	void callWithTheSameKeyIsMadeOnceAndAnsweredTheSame() throws Exception {
		MockHttpServletResponse first = call(post("rotate", "k", "{\"a\": 1}"));
		MockHttpServletResponse second = call(post("rotate", "k", "{\"a\": 1}"));
		assertThat(this.made).containsExactly("rotate {\"a\": 1}");
		assertThat(second.getStatus()).isEqualTo(200);
		assertThat(second.getContentAsString()).isEqualTo(first.getContentAsString()).isEqualTo("answer 1");
		assertThat(second.getContentType()).isEqualTo("text/plain");
		assertThat(second.getHeader("ETag")).isEqualTo("\"1\"");
		assertThat(first.getHeader(Answer.REPLAYED)).isNull();
		assertThat(second.getHeader(Answer.REPLAYED)).isEqualTo("true");
	}

	@Test
	void quotesAroundAKeyAreNotPartOfIt() throws Exception {
		call(post("rotate", "\"k\"", "{}"));
		call(post("rotate", "k", "{}"));
		assertThat(this.made).hasSize(1);
	}

	@Test
	void withoutAKeyEachCallIsMade() throws Exception {
		call(post("rotate", null, "{}"));
		call(post("rotate", null, "{}"));
		assertThat(this.made).hasSize(2);
	}

	@Test
	void keyOfAnotherCallIsAnotherOne() throws Exception {
		call(post("rotate", "k", "{}"));
		call(post("revoke", "k", "{}"));
		assertThat(this.made).hasSize(2);
	}

	@Test
	void keyThatStoodForSomethingElseIsRefused() throws Exception {
		call(post("rotate", "k", "{\"a\": 1}"));
		MockHttpServletResponse other = call(post("rotate", "k", "{\"a\": 2}"));
		assertThat(other.getStatus()).isEqualTo(422);
		assertThat(other.getContentAsString()).contains("idempotency_key_reused", "POST /rotate");
		MockHttpServletRequest otherPrecondition = post("rotate", "k", "{\"a\": 1}");
		otherPrecondition.addHeader("If-Match", "\"1\"");
		assertThat(call(otherPrecondition).getStatus()).isEqualTo(422);
		assertThat(this.made).hasSize(1);
	}

	@Test
	void callThatIsBeingMadeIsNotMadeTwice() throws Exception {
		List<MockHttpServletResponse> inner = new ArrayList<>();
		this.filter.doFilter(post("rotate", "k", "{}"), new MockHttpServletResponse(), (request, response) -> {
			inner.add(call(post("rotate", "k", "{}")));
			answer(request, response);
		});
		assertThat(inner).singleElement().satisfies((answer) -> {
			assertThat(answer.getStatus()).isEqualTo(409);
			assertThat(answer.getContentAsString()).contains("idempotent_call_running", "\"retryable\":true");
		});
		assertThat(call(post("rotate", "k", "{}")).getHeader(Answer.REPLAYED)).isEqualTo("true");
		assertThat(this.made).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 409, 500, 503 })
	void whatFailedCanBeTriedAgainWithTheSameKey(int failure) throws Exception {
		this.status = failure;
		assertThat(call(post("rotate", "k", "{}")).getStatus()).isEqualTo(failure);
		this.status = 200;
		assertThat(call(post("rotate", "k", "{}")).getContentAsString()).isEqualTo("answer 2");
	}

	@Test
	void whatEndedInAnExceptionCanBeTriedAgainWithTheSameKey() throws Exception {
		FilterChain broken = (request, response) -> {
			throw new IllegalStateException("broken");
		};
		assertThatIllegalStateException()
			.isThrownBy(() -> this.filter.doFilter(post("rotate", "k", "{}"), new MockHttpServletResponse(), broken));
		assertThat(call(post("rotate", "k", "{}")).getContentAsString()).isEqualTo("answer 1");
	}

	@Test
	void callerWhoHasGoneGetsTheAnswerWhenItAsksAgain() throws Exception {
		MockHttpServletResponse gone = new MockHttpServletResponse() {
			@Override
			public ServletOutputStream getOutputStream() {
				return new DelegatingServletOutputStream(BROKEN_PIPE);
			}
		};
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.filter.doFilter(post("rotate", "k", "{}"), gone, this::answer));
		assertThat(call(post("rotate", "k", "{}")).getContentAsString()).isEqualTo("answer 1");
		assertThat(this.made).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\"", "\"k", "two words", "käse", "a\tb" })
	void whatIsNoKeyIsRefusedAndNothingIsMade(String key) throws Exception {
		MockHttpServletResponse answer = call(post("rotate", key, "{}"));
		assertThat(answer.getStatus()).isEqualTo(400);
		assertThat(answer.getContentAsString()).contains("Idempotency-Key");
		assertThat(call(post("rotate", "k".repeat(256), "{}")).getStatus()).isEqualTo(400);
		assertThat(this.made).isEmpty();
	}

	@Test
	void theOldestAnswersAreForgottenOnceThereAreTooMany() throws Exception {
		for (String key : List.of("1", "2", "3", "4")) {
			call(post("rotate", key, "{}"));
		}
		assertThat(call(post("rotate", "2", "{}")).getHeader(Answer.REPLAYED)).isEqualTo("true");
		assertThat(call(post("rotate", "1", "{}")).getContentAsString()).isEqualTo("answer 5");
	}

	@Test
	void theOldestAnswersAreForgottenOnceTheyAreTooLarge() throws Exception {
		this.padding = "x".repeat(600);
		call(post("rotate", "1", "{}"));
		call(post("rotate", "2", "{}"));
		assertThat(call(post("rotate", "2", "{}")).getHeader(Answer.REPLAYED)).isEqualTo("true");
		assertThat(call(post("rotate", "1", "{}")).getHeader(Answer.REPLAYED)).isNull();
	}

	@Test
	void answersAreForgottenAfterADay() throws Exception {
		call(post("rotate", "k", "{}"));
		this.now = this.now.plus(IdempotencyStore.KEPT_FOR).minusSeconds(1);
		assertThat(call(post("rotate", "k", "{}")).getHeader(Answer.REPLAYED)).isEqualTo("true");
		this.now = this.now.plusSeconds(2);
		assertThat(call(post("rotate", "k", "{}")).getHeader(Answer.REPLAYED)).isNull();
	}

	private MockHttpServletResponse call(HttpServletRequest request) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		try {
			this.filter.doFilter(request, response, this::answer);
		}
		catch (IOException | ServletException ex) {
			throw new IllegalStateException(ex);
		}
		return response;
	}

	private void answer(ServletRequest request, ServletResponse response) throws IOException {
		HttpServletRequest http = (HttpServletRequest) request;
		String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		this.made.add(http.getRequestURI().substring(1) + " " + body);
		HttpServletResponse answer = (HttpServletResponse) response;
		answer.setStatus(this.status);
		answer.setContentType("text/plain");
		answer.setHeader("ETag", "\"%d\"".formatted(this.made.size()));
		answer.getOutputStream()
			.write("answer %d%s".formatted(this.made.size(), this.padding).getBytes(StandardCharsets.UTF_8));
	}

	private static MockHttpServletRequest post(String call, @Nullable String key, String body) {
		MockHttpServletRequest request = new MockHttpServletRequest("POST", "/" + call);
		request.setContentType("application/json");
		request.setContent(body.getBytes(StandardCharsets.UTF_8));
		if (key != null) {
			request.addHeader(IdempotencyKey.HEADER, key);
		}
		return request;
	}

	/**
	 * Answers with problems, as Spring MVC does in the service.
	 */
	private static final class Problems implements HandlerExceptionResolver {

		@Override
		public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
				@Nullable Object handler, Exception failure) {
			if (!(failure instanceof ProblemException problem)) {
				return null;
			}
			try {
				ProblemAnswer.write(request, response, problem);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			return new ModelAndView();
		}

	}

}
