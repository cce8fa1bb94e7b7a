package dev.registrysync.sync;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Who, what and why of every run.
 */
class RunHistoryTest {

	private static final String TWO = """
			{"a": {"agent_type": "x", "description": "first"}, "b": {"agent_type": "y"}}""";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, TWO);
	}

	private List<RunView> runs() {
		List<RunView> runs = new ArrayList<>();
		@Nullable String before = null;
		do {
			RunsReport page = this.registry.archive.page(before, 2, null, null);
			runs.addAll(page.syncs());
			before = page.next();
		}
		while (before != null);
		return runs;
	}

	private List<JsonObject> changes(String syncId) {
		List<JsonObject> changes = new ArrayList<>();
		@Nullable Long after = 0L;
		do {
			RunChangesReport page = this.registry.archive.changes(syncId, after, 1);
			changes.addAll(page.changes());
			after = page.next();
		}
		while (after != null);
		return changes;
	}

	private void fails() {
		this.registry.coordinator
			.fail(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "Nothing accepts connections there."));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.registry::sync);
	}

	@Test
	void tellsWhoDidWhatAndHowLongItTook() {
		SyncReport report = this.registry.sync();
		RunView run = this.registry.archive.get(report.syncId());
		assertThat(run.state()).isEqualTo("ended");
		assertThat(run.trigger()).isEqualTo("api");
		assertThat(run.actor()).isEqualTo("local");
		assertThat(run.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(run.revision()).isOne();
		assertThat(run.counts())
			.isEqualTo(Map.of("agents", report.changes().agents(), "tools", report.changes().tools()));
		assertThat(run.phases()).containsOnlyKeys("pull", "read", "reconcile", "identities", "validate", "commit");
		this.registry.restart();
		assertThat(this.registry.archive.get(report.syncId())).isEqualTo(run);
		assertThat(runs()).containsExactly(run);
		assertThat(this.registry.journal())
			.contains("\"sync_id\":\"%s\",\"trigger\":\"api\",\"actor\":\"local\"".formatted(report.syncId()));
	}

	@Test
	void tellsOfEachEntryWhatChangedAndWhy() {
		String first = this.registry.sync().syncId();
		assertThat(changes(first)).extracting((change) -> change.findText("id").orElseThrow())
			.containsExactly("a", "b");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		JsonObject change = changes(this.registry.sync().syncId()).get(0);
		assertThat(change.findText("action")).contains("updated");
		assertThat(change.findText("content_before")).isEqualTo(changes(first).get(0).findText("content_after"))
			.isNotEqualTo(change.findText("content_after"));
		assertThat(change.find("members").orElseThrow().toString()).contains("/description", "first", "second",
				"runtime");
	}

	@Test
	void keepsTheValueThatLost() {
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"mine\"");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "theirs"));
		String syncId = this.registry.sync().syncId();
		this.registry.restart();
		assertThat(this.registry.archive.get(syncId).conflicts()).isOne();
		assertThat(changes(syncId)).filteredOn((change) -> change.findText("type").orElseThrow().equals("conflict"))
			.singleElement()
			.asString()
			.contains("\"mine\"", "\"theirs\"", "\"first\"");
	}

	@Test
	void keepsConflictsThatWaitOnceAlsoIfNothingIsWritten() {
		this.registry.conflicts(ConflictPolicy.MANUAL);
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"mine\"");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "theirs"));
		this.registry.sync();
		this.registry.sync();
		List<String> recorded = recorded();
		for (int i = 0; i < 10; i++) {
			this.registry.sync();
		}
		assertThat(recorded()).isEqualTo(recorded);
		RunView waits = runs().get(0);
		assertThat(changes(waits.syncId())).asString().contains("\"theirs\"", "manual");
	}

	@Test
	void aThousandRunsWithoutChangeAreOneAndWriteNothing() {
		this.registry.sync();
		List<String> recorded = recorded();
		for (int i = 0; i < 1000; i++) {
			assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		}
		assertThat(recorded()).isEqualTo(recorded);
		RunView quiet = runs().get(0);
		assertThat(quiet.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(quiet.count()).isEqualTo(1000);
		assertThat(quiet.firstAt()).isBefore(quiet.lastAt());
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.sync();
		this.registry.restart();
		assertThat(runs()).extracting(RunView::outcome)
			.containsExactly(Outcome.SUCCEEDED, Outcome.NO_CHANGE, Outcome.SUCCEEDED);
		assertThat(runs().get(1)).isEqualTo(quiet);
	}

	@Test
	void theSameFailureIsWrittenOnceAndCountedFromThenOn() {
		this.registry.sync();
		fails();
		List<String> recorded = recorded();
		assertThat(recorded.get(0)).contains("\"problems\":{\"coordinator_unreachable\":1}");
		for (int i = 0; i < 5; i++) {
			fails();
		}
		assertThat(recorded()).isEqualTo(recorded);
		assertThat(runs().get(0).count()).isEqualTo(5);
		assertThat(runs().get(1).outcome()).isEqualTo(Outcome.FAILED);
		assertThat(runs().get(1).count()).isNull();
	}

	private List<String> recorded() {
		return this.registry.history.runs().page(OptionalLong.empty(), 100, Optional.empty(), Optional.empty()).views();
	}

	@Test
	void aDryRunLeavesNoTrace() {
		String syncId = this.registry.dryRun().syncId();
		assertThat(runs()).isEmpty();
		assertThat(this.registry.archive.get(syncId).dryRun()).isTrue();
	}

	@Test
	void aProcessThatEndsBetweenCommitAndRecordTellsItAtTheNextStart() {
		this.registry.endBeforeRecording();
		String syncId = this.registry.sync().syncId();
		List<JsonObject> changes = changes(syncId);
		this.registry.restart();
		assertToldAs(syncId, Outcome.SUCCEEDED);
		assertThat(changes(syncId)).isEqualTo(changes);
		this.registry.restart();
		assertThat(runs()).hasSize(1);
	}

	@Test
	void aRunThatOnlyNotedWhatItDecidedIsToldAtTheNextStart() {
		this.registry.conflicts(ConflictPolicy.MANUAL);
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"mine\"");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "theirs"));
		this.registry.endBeforeRecording();
		String syncId = this.registry.sync().syncId();
		List<JsonObject> changes = changes(syncId);
		assertThat(changes).asString().contains("\"theirs\"");
		this.registry.restart();
		assertToldAs(syncId, Outcome.NO_CHANGE);
		assertThat(changes(syncId)).isEqualTo(changes);
		this.registry.restart();
		assertThat(runs()).hasSize(2);
	}

	private void assertToldAs(String syncId, Outcome outcome) {
		RunView told = this.registry.archive.get(syncId);
		assertThat(told.interrupted()).isTrue();
		assertThat(told.outcome()).isEqualTo(outcome);
		assertThat(told.trigger()).isEqualTo("api");
	}

	@Test
	void aCommitThatIsEndedAfterACrashIsToldAsMade() {
		this.registry.endBeforeRecording();
		this.registry.crashBeforePublish();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(this.registry::sync);
		this.registry.restart();
		RunView told = runs().get(0);
		assertToldAs(told.syncId(), Outcome.SUCCEEDED);
		assertThat(told.revision()).isOne();
		assertThat(changes(told.syncId())).hasSize(2);
	}

	@Test
	void aRunThatEndsBetweenTwoPassesIsToldAsPartial() {
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		this.registry.sync();
		failBetweenTwoPasses();
		assertThat(runs().get(0).outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(changes(runs().get(0).syncId())).extracting((change) -> change.findText("id").orElseThrow())
			.containsExactly("a", "t");
		assertThat(this.registry.runs(Trigger.API, Outcome.PARTIAL)).isOne();
		assertThat(this.registry.text(Kind.AGENTS)).contains("second");
	}

	@Test
	void aProcessThatEndsBetweenTwoPassesTellsWhatWasCommitted() {
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		String first = this.registry.sync().syncId();
		this.registry.endBeforeRecording();
		failBetweenTwoPasses();
		this.registry.restart();
		RunView told = runs().get(0);
		assertThat(told.syncId()).isNotEqualTo(first);
		assertToldAs(told.syncId(), Outcome.SUCCEEDED);
	}

	private void failBetweenTwoPasses() {
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"new\"}}");
		this.registry
			.interfereBeforePublish(() -> this.registry.write(Kind.TOOLS, this.registry.text(Kind.TOOLS) + " "));
		AtomicInteger passes = new AtomicInteger(Integer.MIN_VALUE);
		this.registry.interfereBeforeRead(() -> {
			if (passes.incrementAndGet() == 2) {
				throw new IllegalStateException("a mistake of ours");
			}
		});
		passes.set(0);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this.registry::sync);
	}

	@Test
	void refusesWhatIsNoPageAndNoRun() {
		for (ProblemException refusal : List.of(refusal(() -> this.registry.archive.page(null, 0, null, null)),
				refusal(() -> this.registry.archive.page(null, 101, null, null)),
				refusal(() -> this.registry.archive.page("yesterday", 1, null, null)))) {
			assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
		}
		assertThat(refusal(() -> this.registry.archive.get("nobody")).code()).isEqualTo(ProblemCode.SYNC_NOT_FOUND);
		assertThat(refusal(() -> this.registry.archive.cancel("nobody")).code()).isEqualTo(ProblemCode.SYNC_NOT_FOUND);
		String ended = this.registry.sync().syncId();
		assertThat(refusal(() -> this.registry.archive.cancel(ended)).code()).isEqualTo(ProblemCode.SYNC_NOT_RUNNING);
	}

	private static ProblemException refusal(Runnable call) {
		try {
			call.run();
		}
		catch (ProblemException ex) {
			return ex;
		}
		throw new AssertionError("not refused");
	}

}
