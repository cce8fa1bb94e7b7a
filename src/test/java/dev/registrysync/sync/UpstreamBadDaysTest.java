package dev.registrysync.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.coordinator.Coordinators;
import dev.registrysync.coordinator.RawServer;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bad days of a coordinator on a real socket, after a good one: the files keep every
 * byte, or the absences are HELD.
 */
class UpstreamBadDaysTest {

	private static final int AGENTS = 100;

	@TempDir
	private Path data;

	private RawServer server;

	@AutoClose
	private SyncFixture registry;

	private RawServer.Answer agents = json(fleet(AGENTS));

	@BeforeEach
	void oneGoodDay() throws IOException {
		this.server = RawServer.answering((request, socket, out) -> {
			if (request.startsWith("GET /registry/agents ")) {
				this.agents.to(request, socket, out);
			}
			else {
				json("{\"web_search\": {}, \"note_taking\": {}}").to(request, socket, out);
			}
		});
		this.registry = new SyncFixture(this.data);
		this.registry.pullFrom(Coordinators.patientClient(this.server.url()));
		assertThat(this.registry.sync().agentsSynced()).isEqualTo(AGENTS);
	}

	@AfterEach
	void stop() throws IOException {
		this.server.close();
	}

	private static String fleet(int size) {
		return IntStream.range(0, size)
			.mapToObj((i) -> "\"agent_%d\": {\"agent_type\": \"x\", \"status\": \"active\"}".formatted(i))
			.collect(Collectors.joining(", ", "{", "}"));
	}

	private static RawServer.Answer json(String body) {
		return answer("200 OK", "application/json", body);
	}

	private static RawServer.Answer answer(String status, String type, String body) {
		return raw("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
			.formatted(status, type, body.length(), body));
	}

	private static RawServer.Answer raw(String text) {
		return (request, socket, out) -> out.write(text.getBytes(StandardCharsets.UTF_8));
	}

	static Stream<Arguments> badDays() {
		String fleet = fleet(AGENTS);
		return Stream.of(day("null", ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, json("null")),
				day("array of nobody", ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, json("[]")),
				day("array of scalars", ProblemCode.COORDINATOR_UNEXPECTED_SHAPE, json("[1, 2]")),
				day("HTML", ProblemCode.COORDINATOR_NOT_JSON, answer("200 OK", "text/html", "<html></html>")),
				day("204", ProblemCode.COORDINATOR_UNEXPECTED_SHAPE,
						raw("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")),
				day("401", ProblemCode.COORDINATOR_UNAUTHORIZED,
						answer("401 Unauthorized", "application/json", "{\"detail\": \"x\"}")),
				day("503", ProblemCode.COORDINATOR_ERROR_STATUS,
						answer("503 Service Unavailable", "application/json", "{\"detail\": \"x\"}")),
				day("error as 200", ProblemCode.COORDINATOR_REPORTED_ERROR,
						json("{\"error\": \"Coordinator agent not available.\"}")),
				day("truncated JSON", ProblemCode.COORDINATOR_BROKEN_JSON,
						json(fleet.substring(0, fleet.length() / 2))),
				day("body that ends early", ProblemCode.COORDINATOR_BROKEN_JSON,
						raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n"
								+ fleet)),
				day("reset", ProblemCode.COORDINATOR_UNREACHABLE, (request, socket, out) -> RawServer.reset(socket)),
				day("slow", ProblemCode.COORDINATOR_TIMEOUT, (request, socket, out) -> {
					out.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"
						.getBytes(StandardCharsets.UTF_8));
					RawServer.drip(out, " ");
				}));
	}

	private static Arguments day(String name, ProblemCode code, RawServer.Answer answer) {
		return Arguments.of(name, code, answer);
	}

	/**
	 * The tools still answer, so the run is PARTIAL; nothing of the agents changes.
	 */
	@ParameterizedTest(name = "{0}")
	@MethodSource("badDays")
	void aBadAnswerChangesNoByte(String name, ProblemCode code, RawServer.Answer answer) {
		Map<Kind, String> before = files();
		this.agents = answer;
		if (code == ProblemCode.COORDINATOR_TIMEOUT) {
			this.registry.pullFrom(Coordinators.impatientClient(this.server.url()));
		}
		if (code == ProblemCode.COORDINATOR_UNREACHABLE || (code == ProblemCode.COORDINATOR_TIMEOUT)) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(this.registry::sync)
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
		}
		else {
			SyncReport report = this.registry.sync();
			assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
			assertThat(report.problems()).singleElement()
				.satisfies((problem) -> assertThat(problem.code()).isEqualTo(code.text()));
			assertThat(report.signaturesValidated()).isEqualTo(AGENTS + 2);
		}
		assertThat(files()).isEqualTo(before);
		this.registry.pullFrom(Coordinators.patientClient(this.server.url()));
		this.agents = json(fleet(AGENTS));
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(files()).isEqualTo(before);
	}

	static Stream<Arguments> losses() {
		return Stream.of(Arguments.of("{}", AGENTS), Arguments.of("{\"agents\": []}", AGENTS),
				Arguments.of(fleet(AGENTS - 16), 16));
	}

	@ParameterizedTest(name = "{1} gone")
	@MethodSource("losses")
	void anEmptyOrShrunkenAnswerIsHeldAndChangesNoByte(String answer, int lost) {
		Map<Kind, String> before = files();
		this.agents = json(answer);
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.HELD);
		assertThat(Optional.ofNullable(report.held()).orElseThrow().kinds()).singleElement()
			.satisfies((held) -> assertThat(held.absent()).hasSize(lost));
		assertThat(files()).isEqualTo(before);
	}

	@Test
	void oneMalformedEntryAmongAHundredIsPutAsideAndNobodyIsAbsent() {
		Map<Kind, String> before = files();
		this.agents = json(fleet(AGENTS).replace("\"agent_7\": {", "\"agent_7\": 7, \"agent_100\": {"));
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.changes().agents()).containsEntry("quarantined", 1)
			.containsEntry("missing", 0)
			.containsEntry("added", 1);
		assertThat(this.registry.entry(Kind.AGENTS, "agent_7").findText("status")).contains("active");
		assertThat(files().get(Kind.TOOLS)).isEqualTo(before.get(Kind.TOOLS));
	}

	private Map<Kind, String> files() {
		return Map.of(Kind.AGENTS, this.registry.text(Kind.AGENTS), Kind.TOOLS, this.registry.text(Kind.TOOLS));
	}

}
