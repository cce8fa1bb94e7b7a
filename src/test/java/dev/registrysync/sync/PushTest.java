package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.coordinator.CoordinatorTestAccess;
import dev.registrysync.coordinator.PatchOutcome;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.reconcile.MemberRule;
import dev.registrysync.reconcile.MemberRules;
import dev.registrysync.reconcile.Owner;
import dev.registrysync.reconcile.ReconcilePolicy;
import dev.registrysync.reconcile.Settlement;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonPointer;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.sync.SyncReport.ConflictView;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PushTest {

	private static final String TWO = "{\"a\": {\"agent_type\": \"x\"}, \"b\": {\"agent_type\": \"y\"}}";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	private FakeCoordinator coordinator;

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.coordinator = this.registry.coordinator;
		this.coordinator.push = true;
		this.coordinator.answer(Kind.AGENTS, TWO);
	}

	private void patch(String id, String patch) {
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, id, patch.getBytes(StandardCharsets.UTF_8),
				new IfMatch(Optional.empty())));
	}

	private SyncReport settle() {
		this.registry.sync();
		SyncReport report = this.registry.sync();
		this.coordinator.patches.clear();
		this.coordinator.conditions.clear();
		return report;
	}

	private Map<String, Integer> pushed(SyncReport report) {
		return Optional.ofNullable(report.sources().get(0).pushed()).orElse(Map.of());
	}

	@Test
	void nothingIsPushedUnlessThatIsConfigured() {
		this.coordinator.push = false;
		SyncReport report = this.registry.sync();
		patch("a", "{\"enabled\": false}");
		this.registry.sync();
		assertThat(this.coordinator.patches).isEmpty();
		assertThat(report.sources().get(0).pushed()).isNull();
		assertThat(this.registry.history.pushed("default", Kind.AGENTS).isEmpty()).isTrue();
	}

	@Test
	void aNewRegistryTellsTheIdentitiesThatItMade() {
		SyncReport report = this.registry.sync();
		assertThat(pushed(report)).isEqualTo(Map.of("agents", 2));
		JsonObject shown = this.coordinator.shows(Kind.AGENTS, "a").findObject("identity").orElseThrow();
		JsonObject ours = this.registry.identity(Kind.AGENTS, "a");
		assertThat(shown).isEqualTo(ours.without("attestation"));
		assertThat(this.coordinator.conditions).containsExactly(Optional.of("\"pulled\""));
	}

	/**
	 * Two runs decide one after the other, and the later one is the first to send.
	 */
	@Test
	void whatALaterRunHasOvertakenIsNotSent() {
		settle();
		SourceRecords records = new SourceRecords(List.of("default"));
		Runner runner = new Runner(this.registry.ports,
				new SyncSettings(ReconcilePolicy.DEFAULT, ExternalChanges.REPORT, Duration.ofDays(1), Duration.ZERO),
				this.registry.active, new RunRecorder(this.registry.history.runs()), records,
				new SyncMetrics(new SimpleMeterRegistry(), records), this.registry.clock);
		patch("a", "{\"notes\": \"first\"}");
		Runner.StartedRun earlier = begin(runner, "earlier");
		patch("a", "{\"notes\": \"second\"}");
		Runner.StartedRun later = begin(runner, "later");
		runner.finish(later);
		runner.finish(earlier);
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("second");
		assertThat(this.coordinator.patches).hasSize(1);
	}

	private Runner.StartedRun begin(Runner runner, String syncId) {
		RunOptions options = new RunOptions(Trigger.API, Scope.ALL, true, true, true, false, Optional.empty(),
				ExternalChanges.REPORT);
		return runner.begin(options, this.registry.active
			.add(new RunOrigin(syncId, Trigger.API, "local", false, this.registry.clock.instant())));
	}

	@Test
	void aRunWithNothingToPushWritesNothing() {
		SyncReport second = settle();
		assertThat(second.outcome()).isEqualTo(Outcome.NO_CHANGE);
		this.registry.sync();
		String before = this.registry.journal();
		SyncReport quiet = this.registry.sync();
		assertThat(quiet.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(pushed(quiet)).isEqualTo(Map.of("agents", 0));
		assertThat(this.coordinator.patches).isEmpty();
		assertThat(this.registry.journal()).isEqualTo(before);
	}

	@Test
	void anEditIsPushedByTheNextRunAndRememberedAcrossARestart() {
		settle();
		patch("a", "{\"labels\": {\"team\": \"x\"}}");
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(pushed(report)).isEqualTo(Map.of("agents", 1));
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").find("labels")).hasToString("Optional[{\"team\":\"x\"}]");
		this.registry.restart();
		this.coordinator.patches.clear();
		this.registry.sync();
		assertThat(this.coordinator.patches).isEmpty();
		assertThat(this.registry.history.revision().number()).isEqualTo(2);
	}

	@Test
	void anEntryThatIsNotJsonIsPushedWhenItIsMended() {
		settle();
		patch("a", "{\"labels\": {\"cost\": 0.5}}");
		this.registry.replace(Kind.AGENTS, "\"cost\": 0.5", "\"cost\": NaN");
		this.registry.sync();
		assertThat(this.coordinator.patches).isEmpty();
		this.registry.replace(Kind.AGENTS, "NaN", "0.5");
		this.registry.sync();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").find("labels")).hasToString("Optional[{\"cost\":0.5}]");
	}

	@Test
	void whatNobodySignedInAnIdentityIsNotPushed() {
		this.coordinator.push = false;
		this.registry.sync();
		String address = this.registry.identity(Kind.AGENTS, "a").find("public_key").orElseThrow().toString();
		this.registry.replace(Kind.AGENTS, address, address + ", \"role\": \"superadmin\"");
		this.coordinator.push = true;
		this.registry.sync();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findObject("identity").orElseThrow().names())
			.containsExactlyInAnyOrder("public_key", "signature", "key_version");
	}

	@Test
	void whatWasPushedIsRememberedWithTheRunThatDidIt() {
		settle();
		patch("a", "{\"notes\": \"n\"}");
		String syncId = this.registry.sync().syncId();
		assertThat(this.registry.journal().lines()).filteredOn((line) -> line.startsWith("{\"type\":\"NOTE\""))
			.last()
			.asString()
			.contains("\"sync_id\":\"%s\",\"trigger\":\"api\",\"actor\":\"local\"".formatted(syncId));
	}

	@Test
	void aDryRunAndWhatIsOutsideTheScopeAreNotPushed() {
		settle();
		patch("a", "{\"notes\": \"n\"}");
		patch("b", "{\"notes\": \"n\"}");
		this.registry.dryRun();
		assertThat(this.coordinator.patches).isEmpty();
		this.registry.service.sync(new SyncRequest(null, null, null, null, List.of("b"), null, null), Trigger.API);
		assertThat(this.coordinator.patches).singleElement()
			.satisfies((patch) -> assertThat(patch.names()).containsExactly("b"));
	}

	@Test
	void anEntryThatTheSourceDoesNotShowIsNotPushed() {
		settle();
		this.coordinator.answer(Kind.AGENTS, "{\"a\": {\"agent_type\": \"x\"}}");
		patch("b", "{\"notes\": \"n\"}");
		this.registry.sync();
		assertThat(this.coordinator.patches).allSatisfy((patch) -> assertThat(patch.names()).containsExactly("a"));
	}

	@Test
	void aSourceThatMovedMeanwhileIsToldByTheNextRun() {
		settle();
		patch("a", "{\"notes\": \"n\"}");
		this.coordinator.answerNextPatch(PatchOutcome.Moved::new);
		SyncReport moved = this.registry.sync();
		assertThat(moved.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(moved.errors()).isEmpty();
		assertThat(pushed(moved)).isEqualTo(Map.of("agents", 0));
		assertThat(pushed(this.registry.sync())).isEqualTo(Map.of("agents", 1));
	}

	@Test
	void aSourceThatFailsMakesTheRunPartialAndIsTriedAgain() {
		settle();
		patch("a", "{\"notes\": \"n\"}");
		this.coordinator.answerNextPatch(() -> {
			throw CoordinatorTestAccess.badAnswer(500);
		});
		SyncReport failed = this.registry.sync();
		assertThat(failed.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(failed.problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo("push_failed");
			assertThat(problem.kind()).isEqualTo("agents");
			assertThat(problem.message()).contains("\"default\"", "500");
		});
		SyncReport again = this.registry.sync();
		assertThat(again.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(pushed(again)).isEqualTo(Map.of("agents", 1));
	}

	@Test
	void aSourceWithoutPatchIsToldOfOnceAndNotAskedAgain() {
		this.coordinator.answerNextPatch(() -> new PatchOutcome.NotOffered(405));
		SyncReport first = this.registry.sync();
		assertThat(first.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(first.sources().get(0).notice()).contains("does not offer PATCH for agents");
		SyncReport second = this.registry.sync();
		assertThat(second.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(second.sources().get(0).notice()).isNull();
		assertThat(this.coordinator.patches).hasSize(1);
		this.registry.restart();
		this.registry.sync();
		assertThat(this.coordinator.patches).hasSize(2);
	}

	@Test
	void whatOperatorsDoNotOwnOverThereStandsInNobodysWay() {
		settle();
		patch("a", "{\"team\": \"t\", \"notes\": \"n\"}");
		patch("b", "{\"team\": \"t\"}");
		this.coordinator.answerNextPatch(() -> new PatchOutcome.MembersRefused(
				List.of(JsonPointer.of("a").child("team"), JsonPointer.of("b").child("team"))));
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(report.conflicts()).extracting((conflict) -> conflict.id() + "." + conflict.member())
			.containsExactlyInAnyOrder("a./team", "b./team");
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("n");
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").has("team")).isFalse();
		this.coordinator.patches.clear();
		SyncReport next = this.registry.sync();
		assertThat(next.conflicts()).isEmpty();
		assertThat(this.coordinator.patches).isEmpty();
	}

	@Test
	void whatOperatorsOwnInsideAMemberIsPushedAndNothingAroundIt() {
		own("/metadata/priority", "/metadata/contact/mail");
		this.coordinator.answer(Kind.AGENTS,
				"{\"a\": {\"metadata\": {\"priority\": 1, \"size\": 1, \"contact\": {\"mail\": \"m\", \"room\": 7}}}}");
		settle();
		patch("a", "{\"metadata\": {\"priority\": 2, \"contact\": {\"mail\": null}}}");
		this.registry.replace(Kind.AGENTS, "\"size\": 1", "\"size\": 5");
		assertThat(pushed(this.registry.sync())).isEqualTo(Map.of("agents", 1));
		assertThat(this.coordinator.patches).singleElement()
			.satisfies((patch) -> assertThat(patch.findObject("a").orElseThrow().without("identity"))
				.hasToString("{\"metadata\":{\"priority\":2,\"contact\":{\"mail\":null}}}"));
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").find("metadata"))
			.hasToString("Optional[{\"priority\":2,\"size\":1,\"contact\":{\"room\":7}}]");
		this.registry.restart();
		this.coordinator.patches.clear();
		this.registry.sync();
		assertThat(this.coordinator.patches).isEmpty();
	}

	@Test
	void whatIsRefusedInsideAMemberLeavesTheOthersInItToBeTaken() {
		own("/metadata/priority", "/metadata/team");
		this.coordinator.answer(Kind.AGENTS, "{\"a\": {\"metadata\": {\"priority\": 1, \"size\": 1}}}");
		settle();
		patch("a", "{\"metadata\": {\"priority\": 2, \"team\": \"t\"}}");
		this.coordinator
			.answerNextPatch(() -> new PatchOutcome.MembersRefused(List.of(JsonPointer.parse("/a/metadata/priority"))));
		assertThat(this.registry.sync().conflicts()).singleElement()
			.satisfies((conflict) -> assertThat(conflict.member()).isEqualTo("/metadata/priority"));
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").find("metadata"))
			.hasToString("Optional[{\"priority\":1,\"size\":1,\"team\":\"t\"}]");
		this.coordinator.patches.clear();
		assertThat(this.registry.sync().conflicts()).isEmpty();
		assertThat(this.coordinator.patches).isEmpty();
	}

	@Test
	void aRollbackOfWhatOperatorsOwnInsideAMemberIsPushedToo() {
		own("/metadata/priority");
		this.coordinator.answer(Kind.AGENTS, "{\"a\": {\"metadata\": {\"priority\": 1, \"size\": 1}}}");
		settle();
		long before = this.registry.history.revision().number();
		patch("a", "{\"metadata\": {\"priority\": 2}}");
		this.registry.sync();
		this.registry.rollback(before);
		assertThat(this.registry.sync().conflicts()).isEmpty();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").find("metadata"))
			.hasToString("Optional[{\"priority\":1,\"size\":1}]");
	}

	private void own(String... pointers) {
		MemberRules rules = MemberRules.DEFAULT;
		for (String pointer : pointers) {
			rules = rules.with(JsonPointer.parse(pointer),
					new MemberRule(Optional.of(Owner.OPERATOR), Optional.empty()));
		}
		this.registry.members(rules);
	}

	@Test
	void aRefusalOfWhatWasNotSentIsAFailure() {
		settle();
		patch("a", "{\"notes\": \"n\"}");
		this.coordinator
			.answerNextPatch(() -> new PatchOutcome.MembersRefused(List.of(JsonPointer.of("nobody").child("notes"))));
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.PARTIAL);
	}

	@Test
	void aConflictIsNamedAndCounted() {
		settle();
		patch("a", "{\"notes\": \"ours\"}");
		String shown = this.coordinator.shows(Kind.AGENTS, "a").with("notes", "theirs").toString();
		this.coordinator.answer(Kind.AGENTS, "{\"a\": %s, \"b\": {\"agent_type\": \"y\"}}".formatted(shown));
		SyncReport report = this.registry.sync();
		assertThat(report.conflicts()).singleElement().satisfies((conflict) -> {
			assertThat(conflict.member()).isEqualTo("/notes");
			assertThat(conflict.winner()).isEqualTo("runtime");
		});
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("notes")).contains("ours");
		assertThat(this.registry.meters.get("registry.sync.conflicts").tag("kind", "agents").counter().count())
			.isEqualTo(1);
		this.registry.conflicts(ConflictPolicy.PERSISTENT);
		patch("a", "{\"notes\": \"ours again\"}");
		this.registry.sync();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("ours again");
	}

	/**
	 * The source has the losing value no more by then, so it is nowhere else.
	 */
	@Test
	void theValueThatLosesInThePushIsKeptBesideWhatTheRunCommitted() {
		this.registry.conflicts(ConflictPolicy.PERSISTENT);
		settle();
		patch("a", "{\"notes\": \"ours\"}");
		String shown = this.coordinator.shows(Kind.AGENTS, "a").with("notes", "theirs").toString();
		this.coordinator.answer(Kind.AGENTS, "{\"a\": %s, \"b\": {\"agent_type\": \"z\"}}".formatted(shown));
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("ours");
		this.registry.restart();
		List<JsonObject> changes = this.registry.archive.changes(report.syncId(), 0, 10).changes();
		assertThat(changes).extracting((change) -> change.findText("type").orElseThrow())
			.containsExactly("change", "conflict");
		assertThat(changes.get(1)).asString()
			.contains("\"runtime\":\"theirs\",\"persistent\":\"ours\",\"winner\":\"persistent\"");
		assertThat(this.registry.archive.get(report.syncId()).conflicts()).isOne();
	}

	/**
	 * What was noted once is not noted by each run that a source refuses.
	 */
	@Test
	void aSourceThatFailsDoesNotMakeTheJournalGrowThoughItIsAboutToLoseAValue() {
		this.registry.conflicts(ConflictPolicy.PERSISTENT);
		settle();
		patch("a", "{\"notes\": \"ours\"}");
		String shown = this.coordinator.shows(Kind.AGENTS, "a").with("notes", "theirs").toString();
		this.coordinator.answer(Kind.AGENTS, "{\"a\": %s, \"b\": {\"agent_type\": \"y\"}}".formatted(shown));
		for (int i = 0; i < 6; i++) {
			this.coordinator.answerNextPatch(() -> {
				throw CoordinatorTestAccess.badAnswer(500);
			});
		}
		this.registry.sync();
		this.registry.sync();
		String journal = this.registry.journal();
		for (int i = 0; i < 4; i++) {
			assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.PARTIAL);
		}
		assertThat(this.registry.journal()).isEqualTo(journal);
		this.registry.sync();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("ours");
	}

	@Test
	void aRunThatOverwritesNothingAtTheSourceNotesNothingToTell() {
		settle();
		patch("a", "{\"notes\": \"ours\"}");
		String journal = this.registry.journal();
		this.registry.sync();
		assertThat(this.registry.journal().substring(journal.length()).lines()).hasSize(2)
			.allSatisfy((line) -> assertThat(line).startsWith("{\"type\":\"NOTE\""));
		assertThat(this.registry.history.runs().interrupted()).isEmpty();
		List<RunView> told = this.registry.archive.page(null, 100, null, null).syncs();
		this.registry.restart();
		assertThat(this.registry.archive.page(null, 100, null, null).syncs()).isEqualTo(told.subList(1, told.size()));
	}

	@Test
	void aSettledConflictIsNotedWithItsValues() {
		this.registry.conflicts(ConflictPolicy.MANUAL);
		settle();
		patch("a", "{\"notes\": \"ours\"}");
		this.coordinator.answer(Kind.AGENTS, "{\"a\": %s, \"b\": {\"agent_type\": \"y\"}}"
			.formatted(this.coordinator.shows(Kind.AGENTS, "a").with("notes", "theirs")));
		this.registry.sync();
		SyncReport report = this.registry.service
			.settle(new Settlement(EntryRef.of(Kind.AGENTS, "a"), JsonPointer.of("notes"), ConflictPolicy.PERSISTENT));
		assertThat(this.registry.journal().lines()).filteredOn((line) -> line.contains(report.syncId()))
			.satisfiesExactly((note) -> assertThat(note).startsWith("{\"type\":\"NOTE\""));
		assertThat(this.registry.archive.changes(report.syncId(), 0, 10).changes()).singleElement()
			.asString()
			.contains("\"runtime\":\"theirs\",\"persistent\":\"ours\"");
	}

	@ParameterizedTest
	@CsvSource({ "RUNTIME,theirs", "PERSISTENT,ours" })
	void aConflictThatWaitsIsSettledAndTheNextRunSendsWhatWon(ConflictPolicy winner, String shown) {
		this.registry.conflicts(ConflictPolicy.MANUAL);
		settle();
		patch("a", "{\"notes\": \"ours\"}");
		this.coordinator.answer(Kind.AGENTS, "{\"a\": %s, \"b\": {\"agent_type\": \"y\"}}"
			.formatted(this.coordinator.shows(Kind.AGENTS, "a").with("notes", "theirs")));
		for (int i = 0; i < 2; i++) {
			assertThat(this.registry.sync().conflicts()).extracting(ConflictView::winner).containsExactly("manual");
		}
		Settlement settlement = new Settlement(EntryRef.of(Kind.AGENTS, "a"), JsonPointer.of("notes"), winner);
		SyncReport report = this.registry.service.settle(settlement);
		assertThat(report.conflicts()).containsExactly(new ConflictView("agents", "a", "/notes", null,
				new JsonString("theirs"), new JsonString("ours"), winner.text()));
		this.registry.restart();
		assertThat(this.registry.sync().conflicts()).isEmpty();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains(shown);
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("notes")).contains("ours");
		this.coordinator.patches.clear();
		assertThat(this.registry.sync().conflicts()).isEmpty();
		assertThat(this.coordinator.patches).isEmpty();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.registry.service.settle(settlement))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.NO_SUCH_CONFLICT));
	}

	@Test
	void anEditThatComesFromTheSourceIsNotAMoveOfOurs() {
		settle();
		String identity = "{\"public_key\": \"0x70997970C51812dc3A010C7d01b50e0d17dc79C8\", \"attestation\": {}}";
		this.coordinator.answer(Kind.AGENTS,
				"{\"a\": {\"agent_type\": \"x\", \"notes\": \"1\", \"identity\": %s}}".formatted(identity));
		this.registry.sync();
		patch("a", "{\"notes\": \"2\", \"identity\": %s}".formatted(identity));
		this.coordinator.answer(Kind.AGENTS,
				"{\"a\": {\"agent_type\": \"x\", \"notes\": \"3\", \"identity\": %s}}".formatted(identity));
		this.coordinator.patches.clear();
		SyncReport report = this.registry.sync();
		assertThat(report.conflicts()).isEmpty();
		assertThat(this.coordinator.patches).noneMatch((patch) -> patch.toString().contains("notes"));
	}

	@Test
	void whatTheSourceTookIsRememberedThoughAnOperatorWentOnMeanwhile() {
		settle();
		patch("a", "{\"notes\": \"first\"}");
		this.coordinator.beforeTaking = () -> {
			this.coordinator.beforeTaking = () -> {
			};
			patch("a", "{\"notes\": \"second\"}");
		};
		this.registry.sync();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("first");
		SyncReport report = this.registry.sync();
		assertThat(report.conflicts()).isEmpty();
		assertThat(this.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("second");
	}

	@Test
	void manyEntriesGoInSeveralPatchesOneAfterTheOther() {
		StringBuilder many = new StringBuilder("{\"x0\": {}");
		for (int i = 1; i < 1201; i++) {
			many.append(", \"x").append(i).append("\": {}");
		}
		this.coordinator.answer(Kind.TOOLS, many.append('}').toString());
		this.registry.service.sync(new SyncRequest(null, null, null, List.of("tools"), null, null, null), Trigger.API);
		assertThat(this.coordinator.patches).extracting((patch) -> patch.names().size()).containsExactly(500, 500, 201);
		assertThat(this.coordinator.conditions).containsExactly(Optional.of("\"pulled\""), Optional.of("\"after\""),
				Optional.of("\"after\""));
	}

}
