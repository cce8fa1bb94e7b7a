package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.registrysync.coordinator.CoordinatorTestAccess;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.AbsenceGuard;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.Settlement;
import dev.registrysync.reconcile.SourcePolicy;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.SyncReport.ConflictView;
import dev.registrysync.sync.SyncReport.HeldKind;
import dev.registrysync.sync.SyncReport.Notice;
import dev.registrysync.sync.SyncReport.SourceView;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SourcesTest {

	private static final String EAST = "{\"a\": {\"description\": \"east\"}, \"both\": {\"description\": \"east\"}}";

	private static final String WEST = "{\"b\": {\"description\": \"west\"}, \"both\": {\"description\": \"west\"}}";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private final FakeCoordinator east = new FakeCoordinator("east");

	private final FakeCoordinator west = new FakeCoordinator("west");

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.east.answer(Kind.AGENTS, EAST);
		this.west.answer(Kind.AGENTS, WEST);
		this.registry.pullFrom(this.east, this.west);
	}

	private Optional<String> text(String id, String member) {
		return this.registry.entry(Kind.AGENTS, id).findText(member);
	}

	private SyncReport sync(String... sources) {
		return this.registry.service.sync(new SyncRequest(null, null, null, null, null, List.of(sources), null),
				Trigger.API);
	}

	private static void assertFails(ProblemCode code, Runnable call) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	private double gauge(String name, String source) {
		return this.registry.meters.get("registry.sync." + name).tag("source", source).gauge().value();
	}

	@Test
	void severalSourcesFeedOneRegistryInOneRevision() {
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(report.revision()).isEqualTo(1);
		assertThat(report.agentsSynced()).isEqualTo(3);
		assertThat(report.changes().agents()).containsEntry("added", 3);
		assertThat(report.sources()).extracting(SourceView::name).containsExactly("east", "west");
		assertThat(this.registry.verdicts()).hasSize(3).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(text("both", "description")).contains("east");
	}

	@Test
	void anEntryThatTwoOfferIsNamedOnceAndNeverChangesToAndFro() {
		assertThat(this.registry.sync().notices()).singleElement().satisfies((notice) -> {
			assertThat(notice.code()).isEqualTo("entry_claimed_twice");
			assertThat(notice.id()).isEqualTo("both");
			assertThat(notice.message()).contains("east").contains("west");
		});
		for (int i = 0; i < 5; i++) {
			this.west.answer(Kind.AGENTS, WEST.replace("\"both\": {\"description\": \"west\"",
					"\"both\": {\"description\": \"%d\"".formatted(i)));
			SyncReport report = this.registry.sync();
			assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
			assertThat(report.notices()).isEmpty();
		}
	}

	@Test
	void anAgentThatMovesToAnotherSystemKeepsItsAddress() {
		this.registry.sync();
		Optional<String> address = this.registry.identity(Kind.AGENTS, "both").findText("public_key");
		this.east.answer(Kind.AGENTS, "{\"a\": {\"description\": \"east\"}}");
		for (int i = 0; i < 4; i++) {
			assertThat(this.registry.sync().changes().agents()).containsEntry("missing", 0);
			this.registry.clock.advance(Duration.ofMinutes(4));
		}
		assertThat(this.registry.sync().changes().agents()).containsEntry("missing", 0);
		assertThat(text("both", "description")).contains("west");
		assertThat(text("both", "status")).contains("active");
		assertThat(this.registry.identity(Kind.AGENTS, "both").findText("public_key")).isEqualTo(address);
		this.registry.restart();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void aSourceThatDoesNotAnswerIsToldAndTheOthersAreCommitted() {
		this.east.fail(CoordinatorTestAccess.badAnswer(500));
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.problems()).extracting(SyncReport.Problem::code)
			.hasSize(2)
			.containsOnly("coordinator_error_status");
		assertThat(report.sources()).extracting(SourceView::agents).containsExactly("failed", "answered");
		assertThat(this.registry.find(Kind.AGENTS, "b")).isPresent();
		assertThat(gauge("consecutive.failures", "east")).isEqualTo(1);
		assertThat(gauge("consecutive.failures", "west")).isZero();
		this.west.fail(CoordinatorTestAccess.badAnswer(500));
		assertFails(ProblemCode.COORDINATOR_ERROR_STATUS, this.registry::sync);
		assertThat(gauge("consecutive.failures", "east")).isEqualTo(2);
	}

	@Test
	void theSourcesAreAskedAtTheSameTime() {
		CountDownLatch both = new CountDownLatch(2);
		Runnable meet = () -> {
			both.countDown();
			try {
				both.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		};
		this.east.beforeAnswer = meet;
		this.west.beforeAnswer = meet;
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void aRunMayAskSomeSourcesOnly() {
		SyncReport report = sync("west");
		assertThat(report.sources()).extracting(SourceView::agents).containsExactly("not_asked", "answered");
		assertThat(this.east.pulls).isZero();
		assertThat(text("both", "description")).contains("west");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> sync("north"))
			.withMessageContaining("sources");
		sync("east");
		assertThat(text("both", "description")).as("the first one takes it over").contains("east");
	}

	@Test
	void oneSourcesBadDayHoldsItsOwnEntriesOnly() {
		this.registry.sync();
		this.east.answer(Kind.AGENTS, "{}");
		this.west.answer(Kind.AGENTS, "{\"b\": {\"description\": \"new\"}, \"both\": {}}");
		SyncReport held = this.registry.sync();
		assertThat(held.outcome()).isEqualTo(Outcome.HELD);
		assertThat(held.held()).isNotNull();
		assertThat(held.held().kinds()).singleElement().extracting(HeldKind::source).isEqualTo("east");
		assertThat(text("b", "description")).contains("new");
		assertThat(text("both", "description")).contains("east");
		assertThat(this.registry.approve(held.planDigest()).changes().agents()).containsEntry("missing", 1);
		assertThat(text("a", "status")).contains("missing");
		assertThat(text("both", "status")).as("west has it").contains("active");
	}

	@Test
	void aSourceMayLoseMoreThanAnother() {
		String ten = IntStream.range(0, 10)
			.mapToObj("\"%%s%d\": {\"description\": \"x\"}"::formatted)
			.collect(Collectors.joining(", ", "{", "}"));
		String five = ten.substring(0, ten.indexOf(", \"%s5")) + "}";
		this.east.answer(Kind.AGENTS, ten.replace("%s", "e"));
		this.west.answer(Kind.AGENTS, ten.replace("%s", "w"));
		this.registry.policy("west", new SourcePolicy(Optional.of(new AbsenceGuard(50, 0)), Map.of()));
		this.registry.sync();
		this.east.answer(Kind.AGENTS, five.replace("%s", "e"));
		this.west.answer(Kind.AGENTS, five.replace("%s", "w"));
		SyncReport report = this.registry.sync();
		assertThat(report.held()).isNotNull();
		assertThat(report.held().kinds()).singleElement().extracting(HeldKind::source).isEqualTo("east");
		assertThat(text("w9", "status")).contains("missing");
		assertThat(text("e9", "status")).contains("active");
	}

	@Test
	void conflictsWithOneSourceMayWaitForAPersonAndAreSettled() {
		this.registry.policy("west", new SourcePolicy(Optional.empty(), Map.of(Kind.AGENTS, ConflictPolicy.MANUAL)));
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"description\": \"east\"", "\"description\": \"mine\"");
		this.registry.replace(Kind.AGENTS, "\"description\": \"west\"", "\"description\": \"mine\"");
		this.east.answer(Kind.AGENTS, EAST.replace("\"east\"", "\"new\""));
		this.west.answer(Kind.AGENTS, WEST.replace("\"west\"", "\"new\""));
		SyncReport report = this.registry.sync();
		assertThat(report.conflicts()).filteredOn((conflict) -> conflict.winner().equals("manual"))
			.extracting(ConflictView::id)
			.containsExactly("b");
		assertThat(text("a", "description")).contains("new");
		assertThat(text("b", "description")).contains("mine");
		this.registry.service.settle(
				new Settlement(EntryRef.of(Kind.AGENTS, "b"), JsonPointer.of("description"), ConflictPolicy.RUNTIME));
		assertThat(text("b", "description")).contains("new");
	}

	@Test
	void operatorsOwnWhatTheHolderNeverSent() {
		this.west.answer(Kind.AGENTS, "{\"both\": {\"team\": \"w\"}, \"b\": {\"team\": \"w\"}}");
		this.registry.sync();
		patch("both", "{\"team\": \"ours\"}");
		assertThat(text("both", "team")).contains("ours");
		assertFails(ProblemCode.MEMBERS_NOT_YOURS, () -> patch("b", "{\"team\": \"ours\"}"));
	}

	@Test
	void onlyTheHolderIsToldOfWhatOperatorsChanged() {
		this.east.push = true;
		this.west.push = true;
		this.registry.sync();
		this.registry.sync();
		this.east.patches.clear();
		this.west.patches.clear();
		patch("both", "{\"notes\": \"x\"}");
		this.registry.sync();
		assertThat(this.east.patches).hasSize(1);
		assertThat(this.west.patches).isEmpty();
	}

	private void patch(String id, String patch) {
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, id, patch.getBytes(StandardCharsets.UTF_8),
				new IfMatch(Optional.empty())));
	}

	@Test
	void aRemovedSourceTakesNothingWithItUntilItIsRetired() {
		this.registry.sync();
		this.registry.pullFrom(this.west);
		SyncReport report = this.registry.sync();
		assertThat(report.changes().agents()).containsEntry("missing", 0).containsEntry("inactivated", 0);
		assertThat(text("both", "description")).as("the other one has it too").contains("west");
		assertThat(text("a", "status")).contains("active");
		assertThat(this.registry.service.sources()).extracting(SourceStatus::name).containsExactly("west", "east");
		SyncReport preview = this.registry.service.retire("east", true);
		assertThat(preview.changes().entries()).singleElement().satisfies((change) -> {
			assertThat(change.id()).isEqualTo("a");
			assertThat(change.action()).isEqualTo("inactivated");
		});
		assertThat(text("a", "status")).contains("active");
		SyncReport retired = this.registry.service.retire("east", false);
		assertThat(retired.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(retired.planDigest()).isEqualTo(preview.planDigest());
		assertThat(text("a", "status")).contains("inactive");
		assertThat(this.registry.verdict(Kind.AGENTS, "a").isValid()).isTrue();
		assertThat(this.registry.service.sources()).extracting(SourceStatus::name).containsExactly("west");
		assertFails(ProblemCode.SOURCE_NOT_FOUND, () -> this.registry.service.retire("east", false));
		assertFails(ProblemCode.SOURCE_CONFIGURED, () -> this.registry.service.retire("west", false));
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void retiringCountsEachEntryEvenIfTheOtherFileIsOvertaken() {
		this.registry.sync();
		this.registry.pullFrom(this.west);
		this.registry.write(Kind.TOOLS, "{\"registered_tools\": {\"t\": {}}}");
		AtomicBoolean overtake = new AtomicBoolean(true);
		this.registry.interfereBeforePublish(() -> {
			if (overtake.getAndSet(false)) {
				this.registry.write(Kind.TOOLS, this.registry.text(Kind.TOOLS) + " ");
			}
		});
		SyncReport retired = this.registry.service.retire("east", false);
		assertThat(overtake).isFalse();
		assertThat(retired.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(retired.changes().agents()).containsEntry("inactivated", 2);
		assertThat(this.registry.archive.page(null, 1, null, null).syncs().get(0).counts().get("agents"))
			.containsEntry("inactivated", 2);
	}

	@Test
	void theSourcesTellHowTheyAre() {
		this.registry.sync();
		this.west.fail(CoordinatorTestAccess.badAnswer(500));
		this.registry.sync();
		assertThat(this.registry.service.sources()).satisfiesExactly((first) -> {
			assertThat(first.url()).isEqualTo("http://east");
			assertThat(first.entries()).isEqualTo(Map.of("agents", 2, "tools", 0));
			assertThat(first.lastProblem()).isNull();
			assertThat(first.lastSuccess()).isNotNull();
			assertThat(first.lagSeconds()).isNotNegative();
		}, (second) -> {
			assertThat(second.consecutiveFailures()).isEqualTo(1);
			assertThat(second.lastProblem()).isEqualTo("coordinator_error_status");
			assertThat(second.entries()).isEqualTo(Map.of("agents", 1, "tools", 0));
		});
	}

	@Test
	void severalSourcesStandStillToo() {
		this.registry.sync();
		this.registry.sync();
		Calls calls = this.registry.watch();
		SyncReport first = this.registry.sync();
		this.registry.sync();
		assertThat(calls.during(this.registry::sync)).doesNotContain("History.revision");
		assertThat(this.registry.sync().agentsSynced()).isEqualTo(first.agentsSynced());
		this.west.answer(Kind.AGENTS,
				WEST.replace("\"b\": {\"description\": \"west\"", "\"b\": {\"description\": \"new\""));
		assertThat(this.registry.sync().changes().agents()).containsEntry("updated", 1);
	}

	@Test
	void aPreviewTellsWhatTheRunThenTells() {
		assertThat(this.registry.dryRun().notices()).extracting(Notice::id).containsExactly("both");
		assertThat(this.registry.sync().notices()).extracting(Notice::id).containsExactly("both");
	}

}
