package dev.registrysync.sync;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.sync.SyncReport.ChangeView;
import dev.registrysync.sync.SyncReport.MemberView;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Rolling back: revision 1 has a and b, revision 2 another a and a new c.
 */
class RollbackTest {

	private static final String FIRST = """
			{"a": {"agent_type": "x", "description": "first", "status": "active", "registered_at": 1.0},
			"b": {"agent_type": "y", "registered_at": 1.0}}""";

	private static final String SECOND = """
			{"a": {"agent_type": "x", "description": "second", "status": "active", "registered_at": 2.0},
			"b": {"agent_type": "y", "registered_at": 2.0}, "c": {"agent_type": "z", "registered_at": 2.0}}""";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void makeTwoRevisions() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, FIRST);
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"tool\"}}");
		this.registry.sync();
		upstream(SECOND);
		assertThat(this.registry.sync().revision()).isEqualTo(2);
	}

	private void upstream(String agents) {
		this.registry.coordinator.answer(Kind.AGENTS, agents);
	}

	private void patch(String id, String patch) {
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, id, patch.getBytes(StandardCharsets.UTF_8),
				new IfMatch(Optional.empty())));
	}

	private String description(String id) {
		return this.registry.entry(Kind.AGENTS, id).findText("description").orElseThrow();
	}

	private String address(String id) {
		return this.registry.identity(Kind.AGENTS, id).findText("public_key").orElseThrow();
	}

	private void assertAllValid() {
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
	}

	private void assertNothingChanges() {
		String agents = this.registry.text(Kind.AGENTS);
		String tools = this.registry.text(Kind.TOOLS);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(agents);
		assertThat(this.registry.text(Kind.TOOLS)).isEqualTo(tools);
	}

	private ProblemException refused(long revision, String... ids) {
		String before = this.registry.text(Kind.AGENTS);
		ProblemException[] refusal = new ProblemException[1];
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.registry.rollback(revision, ids))
			.satisfies((ex) -> refusal[0] = ex);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
		return refusal[0];
	}

	private double runs(String outcome) {
		return this.registry.meters.get("registry.sync.runs")
			.tags("trigger", "rollback", "outcome", outcome, "dry_run", "false")
			.counter()
			.count();
	}

	@Test
	void theContentGoesBackAsANewRevisionAndTheKeysStay() {
		String address = address("a");
		SyncReport report = this.registry.rollback(1);
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(report.revision()).isEqualTo(3);
		assertThat(report.agentsSynced()).isZero();
		assertThat(report.changes().entries()).extracting(ChangeView::id, ChangeView::action)
			.containsExactlyInAnyOrder(tuple("a", "updated"), tuple("c", "withdrawn"));
		assertThat(report.changes().entries().get(0).members()).extracting(MemberView::member)
			.containsExactly("/description", "/registered_at");
		assertThat(description("a")).isEqualTo("first");
		assertThat(this.registry.entry(Kind.AGENTS, "a").find("registered_at")).hasToString("Optional[1.0]");
		assertThat(address("a")).isEqualTo(address);
		assertThat(this.registry.identity(Kind.AGENTS, "a").findObject("attestation").orElseThrow().find("revision"))
			.hasToString("Optional[3]");
		assertThat(this.registry.find(Kind.AGENTS, "c")).isEmpty();
		assertAllValid();
		assertThat(runs("succeeded")).isEqualTo(1);
		assertThat(this.registry.meters.get("registry.sync.entries").tags("kind", "agents").gauges())
			.extracting((gauge) -> gauge.value())
			.satisfies((values) -> assertThat(values.stream().mapToDouble((value) -> value).sum()).isEqualTo(2));
	}

	@Test
	void onlyWhatDiffersIsWritten() {
		String tools = this.registry.text(Kind.TOOLS);
		String b = this.registry.entry(Kind.AGENTS, "b").toString();
		this.registry.rollback(1);
		assertThat(this.registry.text(Kind.TOOLS)).isEqualTo(tools);
		assertThat(this.registry.entry(Kind.AGENTS, "b")).hasToString(b);
	}

	@Test
	void itHoldsWhileTheSourceSaysTheSameAndLetsGoWhenItDoesNot() {
		this.registry.rollback(1);
		for (int run = 0; run < 100; run++) {
			upstream(SECOND.replace("2.0", (run + 3) + ".5"));
			assertNothingChanges();
		}
		this.registry.restart();
		assertNothingChanges();
		upstream(SECOND.replace("second", "third"));
		SyncReport report = this.registry.sync();
		assertThat(report.changes().agents()).containsEntry("updated", 1).containsEntry("withdrawn", 1);
		assertThat(description("a")).isEqualTo("third");
		assertThat(this.registry.find(Kind.AGENTS, "c")).isEmpty();
		upstream(SECOND.replace("second", "third").replace("\"z\"", "\"zz\""));
		assertThat(this.registry.sync().changes().agents()).containsEntry("added", 1);
		assertThat(this.registry.entry(Kind.AGENTS, "c").findText("type")).contains("zz");
		assertAllValid();
	}

	@Test
	void aWithdrawnEntryIsNotMissedAndComesBackWithItsAddress() {
		String address = address("c");
		this.registry.rollback(1);
		SyncReport held = this.registry.sync();
		assertThat(held.drift()).isEmpty();
		assertThat(held.agentsSynced()).isEqualTo(2);
		assertThat(held.changes().entries()).extracting(ChangeView::action).containsExactly("withdrawn");
		upstream(FIRST.replace("first", "second"));
		assertNothingChanges();
		upstream(SECOND);
		assertNothingChanges();
		assertThat(this.registry.find(Kind.AGENTS, "c")).isEmpty();
		upstream(FIRST.replace("first", "second"));
		this.registry.sync();
		upstream(SECOND.replace("\"z\"", "\"zz\""));
		this.registry.sync();
		assertThat(address("c")).isEqualTo(address);
		assertThat(this.registry.history.withdrawn()).isEmpty();
		assertAllValid();
		assertNothingChanges();
	}

	@Test
	void aRollbackIsUndoneByARollback() {
		JsonObject c = this.registry.entry(Kind.AGENTS, "c");
		this.registry.rollback(1);
		this.registry.sync();
		assertThat(this.registry.rollback(2).revision()).isEqualTo(4);
		assertThat(description("a")).isEqualTo("second");
		assertThat(this.registry.entry(Kind.AGENTS, "c").find("identity")).isEqualTo(c.find("identity"));
		assertThat(this.registry.history.withdrawn()).isEmpty();
		assertAllValid();
		assertNothingChanges();
		assertThat(this.registry.rollback(3).revision()).isEqualTo(5);
		assertThat(this.registry.find(Kind.AGENTS, "c")).isEmpty();
	}

	@Test
	void anEntryThatSomebodyRemovedComesBack() {
		patch("b", "{\"notes\": \"n\"}");
		String text = this.registry.text(Kind.AGENTS);
		int from = text.indexOf(",\n    \"b\":");
		this.registry.write(Kind.AGENTS, text.substring(0, from) + text.substring(text.indexOf(",\n    \"c\":")));
		upstream(SECOND.replace("\"b\"", "\"other\""));
		SyncReport report = this.registry.rollback(2, "b");
		assertThat(report.drift()).isEmpty();
		assertThat(this.registry.entry(Kind.AGENTS, "b").has("notes")).isFalse();
		assertAllValid();
		assertThat(this.registry.sync().drift()).isEmpty();
	}

	@Test
	void nothingIsWrittenWhereNothingDiffers() {
		String before = this.registry.text(Kind.AGENTS);
		String journal = this.registry.journal();
		for (long revision : List.of(2, 1)) {
			SyncReport report = this.registry.rollback(revision, "b", "t");
			assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
			assertThat(report.revision()).isEqualTo(2);
		}
		assertThat(this.registry.rollback(2).changes().agents()).containsEntry("unchanged", 3);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
		assertThat(this.registry.journal()).isEqualTo(journal);
	}

	@Test
	void aDryRunSaysWhatWouldBeAndApproveDoesThatOrNothing() {
		String before = this.registry.text(Kind.AGENTS);
		SyncReport preview = this.registry.service.rollback(new RollbackRequest(1L, null, null, true, null));
		assertThat(preview.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(preview.revision()).isEqualTo(2);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
		MemberView description = preview.changes().entries().get(0).members().get(0);
		assertThat(description.before()).hasToString("\"second\"");
		assertThat(description.after()).hasToString("\"first\"");
		patch("c", "{\"notes\": \"n\"}");
		RollbackRequest approved = new RollbackRequest(1L, null, null, null, preview.planDigest());
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.registry.service.rollback(approved))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.STALE_PLAN);
				assertThat(ex.data().get("moved")).hasToString(
						"[MovedEntry[kind=agents, id=c, approved=withdrawn, now=withdrawn, members=[/notes]]]");
			});
		patch("c", "{\"notes\": null}");
		assertThat(this.registry.service.rollback(approved).outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void aRollbackOfOneEntryTouchesNoOther() {
		this.registry.replace(Kind.AGENTS, "\"z\"", "\"forged\"");
		this.registry.rollback(1, "a");
		assertThat(description("a")).isEqualTo("first");
		assertThat(this.registry.entry(Kind.AGENTS, "c").findText("type")).contains("forged");
		assertThat(this.registry.verdict(Kind.AGENTS, "c").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(report.drift()).extracting(SyncReport.DriftView::id).containsExactly("c");
	}

	@Test
	void whatSomebodyEditedGoesBackAndIsAttested() {
		this.registry.replace(Kind.AGENTS, "\"second\"", "\"forged\"");
		SyncReport report = this.registry.rollback(1, "a");
		assertThat(report.drift()).isEmpty();
		assertAllValid();
		assertThat(this.registry.sync().drift()).isEmpty();
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"forged\"");
		this.registry.rollback(this.registry.history.revision().number());
		assertThat(description("a")).isEqualTo("first");
		assertAllValid();
	}

	@Test
	void anEditThatWasReportedAndRolledBackIsForgotten() {
		this.registry.replace(Kind.AGENTS, "\"second\"", "\"forged\"");
		assertThat(this.registry.sync().drift()).hasSize(1);
		this.registry.rollback(1, "a");
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"forged again\"");
		this.registry.service.handleEdit(EntryRef.of(Kind.AGENTS, "a"), ExternalChanges.REVERT);
		assertThat(description("a")).isEqualTo("first");
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"forged\"");
		this.registry.rollback(2, "a");
		this.registry.replace(Kind.AGENTS, "\"second\"", "\"forged again\"");
		this.registry.service.handleEdit(EntryRef.of(Kind.AGENTS, "a"), ExternalChanges.REVERT);
		assertThat(description("a")).isEqualTo("second");
	}

	@Test
	void noOtherIdentityIsMendedOnTheWay() {
		String address = address("b");
		this.registry.replace(Kind.AGENTS, address, "PENDING_1");
		this.registry.rollback(1);
		assertThat(address("b")).isEqualTo("PENDING_1");
		this.registry.sync();
		assertThat(address("b")).isEqualTo(address);
	}

	@Test
	void whatAnEntryLeftWithIsKept() {
		this.registry.replace(Kind.AGENTS, "\"z\"", "\"forged\"");
		this.registry.rollback(1);
		this.registry.restart();
		Entry left = this.registry.history.findWithdrawn(EntryRef.of(Kind.AGENTS, "c")).orElseThrow();
		assertThat(left).isNotNull();
		assertThat(left.members().findText("type")).contains("forged");
		assertThat(this.registry.sync().drift()).isEmpty();
		assertNothingChanges();
	}

	@Test
	void aWithdrawnEntryThatSomebodyPutsBackIsOneAgain() {
		String text = this.registry.text(Kind.AGENTS);
		String c = text.substring(text.indexOf("\"c\": {"), text.indexOf("\n  },\n"));
		this.registry.rollback(1);
		this.registry.replace(Kind.AGENTS, "\"a\": {", c + ",\n    \"a\": {");
		upstream(SECOND.replace("second", "third"));
		this.registry.sync();
		assertThat(this.registry.history.withdrawn()).isEmpty();
		assertThat(this.registry.verdict(Kind.AGENTS, "c").verdict()).isEqualTo(Verdict.VALID);
		this.registry.write(Kind.AGENTS, this.registry.text(Kind.AGENTS).replace("\"c\": {", "\"d\": {"));
		assertThat(this.registry.sync().drift()).extracting(SyncReport.DriftView::change).containsExactly("removed");
	}

	@Test
	void keysGoForwardOnlyAcrossARotation() {
		patch("a", "{\"notes\": \"n\"}");
		this.registry.service.rotate(EntryRef.of(Kind.AGENTS, "a"), true);
		this.registry.service.rotate(EntryRef.of(Kind.AGENTS, "c"), true);
		String newest = address("a");
		String newestOfC = address("c");
		this.registry.rollback(1);
		assertThat(address("a")).isEqualTo(newest);
		assertThat(this.registry.entry(Kind.AGENTS, "a").has("notes")).isFalse();
		assertAllValid();
		this.registry.rollback(2);
		assertThat(address("c")).isEqualTo(newestOfC);
		assertAllValid();
		assertNothingChanges();
	}

	@Test
	void aRevokedKeyStaysRevokedAndTheContentStaysAttestable() {
		this.registry.service.revoke(EntryRef.of(Kind.AGENTS, "a"),
				new RevokeRequest(null, this.registry.history.revision().number(), null, null, null));
		JsonObject identity = this.registry.identity(Kind.AGENTS, "a");
		this.registry.rollback(1, "a");
		assertThat(description("a")).isEqualTo("first");
		assertThat(this.registry.identity(Kind.AGENTS, "a")).isEqualTo(identity);
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.REVOKED);
		assertNothingChanges();
		this.registry.service.rotate(EntryRef.of(Kind.AGENTS, "a"), true);
		assertAllValid();
		assertThat(description("a")).isEqualTo("first");
	}

	@Test
	void anEntryThatComesBackKeepsItsNewestAddressEvenIfThatIsRevoked() {
		this.registry.service.rotate(EntryRef.of(Kind.AGENTS, "c"), true);
		this.registry.service.revoke(EntryRef.of(Kind.AGENTS, "c"),
				new RevokeRequest(null, this.registry.history.revision().number(), null, null, null));
		String newest = address("c");
		this.registry.rollback(1);
		this.registry.rollback(2);
		assertThat(address("c")).isEqualTo(newest);
		assertThat(this.registry.verdict(Kind.AGENTS, "c").verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void whetherAnEntryIsAbsentIsNotRolledBack() {
		patch("b", "{\"notes\": \"n\"}");
		upstream("{\"a\": {\"agent_type\": \"x\", \"description\": \"second\", \"status\": \"active\"}}");
		this.registry.sync();
		long missing = this.registry.history.revision().number();
		this.registry.rollback(2, "b");
		JsonObject b = this.registry.entry(Kind.AGENTS, "b");
		assertThat(b.has("notes")).isFalse();
		assertThat(b.findText("status")).contains("missing");
		assertThat(b.has("missing_since")).isTrue();
		assertNothingChanges();
		upstream(SECOND);
		this.registry.sync();
		patch("b", "{\"notes\": \"m\"}");
		this.registry.rollback(missing, "b");
		b = this.registry.entry(Kind.AGENTS, "b");
		assertThat(b.findText("notes")).contains("n");
		assertThat(b.findText("status")).contains("active");
		assertThat(b.has("missing_since")).isFalse();
		assertAllValid();
		assertNothingChanges();
	}

	@Test
	void aProtectedEntryNeverLeaves() {
		patch("c", "{\"protected\": true}");
		SyncReport report = this.registry.rollback(1);
		assertThat(report.changes().agents()).containsEntry("conflicted", 1).containsEntry("withdrawn", 0);
		assertThat(this.registry.find(Kind.AGENTS, "c")).isPresent();
	}

	@Test
	void whatIsMalformedInTheFileStaysAndIsTold() {
		this.registry.replace(Kind.AGENTS, "\"b\": {", "\"b\": null, \"bb\": {");
		SyncReport report = this.registry.rollback(1, "a", "b");
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.problems()).extracting(SyncReport.Problem::id).contains("b");
		assertThat(description("a")).isEqualTo("first");
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"b\": null, \"bb\": {");
	}

	@Test
	void underThePolicyPersistentWhatWasRolledBackStays() {
		this.registry.conflicts(ConflictPolicy.PERSISTENT);
		this.registry.rollback(1);
		assertNothingChanges();
		upstream(SECOND.replace("second", "third"));
		SyncReport report = this.registry.sync();
		assertThat(report.conflicts()).extracting(SyncReport.ConflictView::winner).containsExactly("persistent");
		assertThat(description("a")).isEqualTo("first");
		assertThat(this.registry.sync().conflicts()).isEmpty();
	}

	@Test
	void underThePolicyManualAPersonIsAsked() {
		this.registry.conflicts(ConflictPolicy.MANUAL);
		this.registry.rollback(1);
		assertNothingChanges();
		upstream(SECOND.replace("second", "third"));
		assertThat(this.registry.sync().conflicts()).extracting(SyncReport.ConflictView::winner)
			.containsExactly("manual");
		assertThat(description("a")).isEqualTo("first");
	}

	@Test
	void theSourceIsToldWhatOperatorsOwn() {
		this.registry.coordinator.push = true;
		this.registry.sync();
		patch("a", "{\"notes\": \"before\"}");
		long before = this.registry.history.revision().number();
		this.registry.sync();
		patch("a", "{\"notes\": \"after\"}");
		this.registry.sync();
		assertThat(this.registry.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("after");
		this.registry.rollback(before, "a");
		this.registry.sync();
		assertThat(this.registry.coordinator.shows(Kind.AGENTS, "a").findText("notes")).contains("before");
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("notes")).contains("before");
		this.registry.rollback(1, "a");
		this.registry.sync();
		assertThat(this.registry.coordinator.shows(Kind.AGENTS, "a").has("notes")).isFalse();
		assertThat(this.registry.coordinator.shows(Kind.AGENTS, "a").findText("description")).contains("second");
		assertThat(description("a")).isEqualTo("first");
	}

	@Test
	void whoAsksForWhatIsNotThereIsRefusedWithoutARun() {
		assertThat(refused(9).code()).isEqualTo(ProblemCode.REVISION_NOT_FOUND);
		ProblemException unknown = refused(1, "a", "nobody");
		assertThat(unknown.code()).isEqualTo(ProblemCode.ENTRY_NOT_FOUND);
		assertThat(unknown.data()).containsEntry("ids", List.of("nobody"));
		assertThat(runs("failed")).isZero();
	}

	@Test
	void itWorksWhileTheSourceIsDown() {
		this.registry.coordinator.fail(new ProblemException(ProblemCode.COORDINATOR_UNREACHABLE, "down"));
		assertThat(this.registry.rollback(1).outcome()).isEqualTo(Outcome.SUCCEEDED);
	}

	@Test
	void anEditAtTheLastMomentIsMerged() {
		boolean[] written = new boolean[1];
		this.registry.interfereBeforePrepare(() -> {
			if (!written[0]) {
				written[0] = true;
				this.registry.replace(Kind.AGENTS, "\"y\"", "\"edited\"");
			}
		});
		this.registry.rollback(1, "a", "c");
		assertThat(description("a")).isEqualTo("first");
		assertThat(this.registry.entry(Kind.AGENTS, "b").findText("type")).contains("edited");
		assertThat(this.registry.verdict(Kind.AGENTS, "b").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
	}

	@Test
	void aCrashLeavesTheOldRevisionOrTheNewOne() {
		this.registry.crashBeforePublish();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.registry.rollback(1));
		this.registry.restart();
		assertThat(this.registry.find(Kind.AGENTS, "c")).isEmpty();
		assertThat(this.registry.history.withdrawn()).hasSize(1);
		assertThat(this.registry.history.documentsAt(new Revision(3)).get(Kind.AGENTS).digest())
			.isEqualTo(this.registry.history.findCommitted(Kind.AGENTS).orElseThrow().digest());
		assertAllValid();
		assertNothingChanges();
	}

}
