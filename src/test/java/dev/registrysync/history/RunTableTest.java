package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@EnumSource(TestEngine.class)
class RunTableTest {

	private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

	@TempDir
	private Path data;

	private final TestEngine engine;

	private Databases databases;

	private RunTable runs;

	RunTableTest(TestEngine engine) {
		this.engine = engine;
	}

	@BeforeEach
	void open() {
		this.databases = Databases.create(this.engine, this.data);
		this.runs = new RunTable(this.databases.database());
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private static Cause cause(String syncId, Details details) {
		return new Cause(syncId, "api", "local", details);
	}

	private static RunRecord run(String syncId) {
		return run(syncId, "NO_CHANGE", Details.NONE);
	}

	private static RunRecord run(String syncId, String outcome, Details details) {
		return new RunRecord(cause(syncId, details), NOON, outcome, "ALL_VALID", Optional.empty(), Optional.empty(),
				"view of " + syncId);
	}

	private static RunDetail change(Kind kind, String id) {
		return new RunDetail(EntryRef.of(kind, id), Optional.of("updated"), JsonObject.EMPTY.with("change", id));
	}

	private static RunDetail conflict(String id) {
		return new RunDetail(EntryRef.of(Kind.AGENTS, id), Optional.empty(), JsonObject.EMPTY.with("conflict", id));
	}

	private static Commit commit(String syncId, long revision, RunDetail... details) {
		return new Commit(new Revision(revision), cause(syncId, () -> Stream.of(details)), NOON, Map.of(), Map.of(),
				Map.of(), List.of(), ExternalEdits.NONE);
	}

	private List<String> details(String syncId) {
		return this.runs.details(syncId, 0, 100)
			.orElseThrow()
			.details()
			.stream()
			.flatMap((detail) -> detail.members().values().stream())
			.map((value) -> value.toString().replace("\"", ""))
			.toList();
	}

	private RunPage page(Optional<String> outcome, Optional<String> validation) {
		return this.runs.page(OptionalLong.empty(), 100, outcome, validation);
	}

	@Test
	void pagesThroughAllRunsWhileMoreCome() {
		List<RunRecord> recorded = IntStream.range(0, 300).mapToObj((i) -> run("run-" + i)).toList();
		this.runs.record(recorded);
		List<String> read = new ArrayList<>();
		OptionalLong before = OptionalLong.empty();
		do {
			RunPage page = this.runs.page(before, 97, Optional.empty(), Optional.empty());
			assertThat(page.views()).hasSizeLessThanOrEqualTo(97);
			read.addAll(page.views());
			before = page.next();
			this.runs.record(List.of(run("later-" + read.size())));
		}
		while (before.isPresent());
		Collections.reverse(read);
		assertThat(read).isEqualTo(recorded.stream().map(RunRecord::view).toList());
		assertThat(this.runs.find("run-17")).contains("view of run-17");
		assertThat(this.runs.find("run-300")).isEmpty();
	}

	@Test
	void findsRunsByOutcomeAndValidation() {
		this.runs.record(List.of(run("a"), run("b", "FAILED", Details.NONE), run("c")));
		assertThat(page(Optional.of("FAILED"), Optional.empty()).views()).containsExactly("view of b");
		assertThat(page(Optional.of("NO_CHANGE"), Optional.of("ALL_VALID")).views()).containsExactly("view of c",
				"view of a");
		assertThat(page(Optional.empty(), Optional.of("SOME_INVALID")).views()).isEmpty();
	}

	@Test
	void pagesThroughWhatARunDecided() {
		this.runs.record(List.of(run("a", "HELD", () -> IntStream.range(0, 1200).mapToObj((i) -> conflict("c" + i)))));
		List<JsonObject> read = new ArrayList<>();
		OptionalLong after = OptionalLong.of(0);
		while (after.isPresent()) {
			DetailPage page = this.runs.details("a", after.getAsLong(), 97).orElseThrow();
			read.addAll(page.details());
			after = page.next();
		}
		assertThat(read).isEqualTo(IntStream.range(0, 1200).mapToObj((i) -> conflict("c" + i).body()).toList());
	}

	@Test
	void aRunThatOnlyCountsShowsWhatTheFirstOneDecided() {
		this.runs.record(List.of(run("a", "NO_CHANGE", () -> Stream.of(conflict("x"))), new RunRecord(
				cause("b", Details.NONE), NOON, "NO_CHANGE", "", Optional.empty(), Optional.of("a"), "b")));
		assertThat(details("b")).containsExactly("x");
	}

	@Test
	void addsToWhatARunHasWrittenOnlyWhatIsNew() {
		this.runs.recorded(commit("a", 1, change(Kind.AGENTS, "x"), conflict("x")));
		this.runs.record(List.of(run("a", "SUCCEEDED", () -> Stream.of(conflict("x"), conflict("y"), conflict("y")))));
		assertThat(details("a")).containsExactly("x", "x", "y");
		assertThat(this.runs.interrupted()).isEmpty();
	}

	@Test
	void theDigestOfTheChangesOfAKindCoversThemInOrder() {
		Map<Kind, String> digests = this.runs
			.recorded(commit("a", 1, change(Kind.AGENTS, "x"), conflict("x"), change(Kind.AGENTS, "y")));
		String first = Sha256.of("{\"change\":\"x\"}".getBytes(US_ASCII));
		assertThat(digests).isEqualTo(
				Map.of(Kind.AGENTS, Sha256.of(first.getBytes(US_ASCII), "{\"change\":\"y\"}".getBytes(US_ASCII))));
	}

	@Test
	void aRunThatCommittedAndDidNotRecordHowItEndedIsInterrupted() {
		this.runs.recorded(commit("a", 7, change(Kind.AGENTS, "x")));
		assertThat(this.runs.interrupted()).containsExactly(
				new InterruptedRun(cause("a", Details.NONE), NOON, "SUCCEEDED", Optional.of(new Revision(7))));
		assertThat(this.runs.find("a")).isEmpty();
		assertThat(page(Optional.empty(), Optional.empty()).views()).isEmpty();
	}

	private List<String> outcomes() {
		return this.runs.interrupted().stream().map(InterruptedRun::outcome).toList();
	}

	@Test
	void aNoteThatNamesNothingLeavesNoRun() {
		this.runs.noted(cause("a", Details.NONE), NOON);
		assertThat(outcomes()).isEmpty();
	}

	@Test
	void aRunThatOnlyNotedSomethingChangedNothing() {
		this.runs.noted(cause("a", () -> Stream.of(conflict("x"))), NOON);
		assertThat(outcomes()).containsExactly("NO_CHANGE");
		this.runs.recorded(commit("a", 1, change(Kind.AGENTS, "x")));
		this.runs.noted(cause("a", () -> Stream.of(conflict("y"))), NOON);
		assertThat(outcomes()).containsExactly("SUCCEEDED");
		assertThat(details("a")).containsExactly("x", "x", "y");
	}

	@Test
	void keepsTheNewestRunsAndThoseWithChangesThatAreKept() {
		for (int i = 1; i <= 9; i++) {
			this.runs.recorded(commit("run-" + i, i, change(Kind.AGENTS, "x")));
			this.runs.record(List.of(run("run-" + i)));
		}
		this.runs.retain(new Revision(4), 2);
		assertThat(page(Optional.empty(), Optional.empty()).views()).hasSize(6).last().isEqualTo("view of run-4");
		this.runs.retain(new Revision(10), 2);
		assertThat(page(Optional.empty(), Optional.empty()).views()).containsExactly("view of run-9", "view of run-8");
		assertThat(this.runs.details("run-9", 0, 10)).isEmpty();
	}

}
