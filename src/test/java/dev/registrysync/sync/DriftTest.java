package dev.registrysync.sync;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.JsonLiteral;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * What others do to the files between runs, and what becomes of it.
 */
class DriftTest {

	private static final String TWO = """
			{"a": {"agent_type": "x", "description": "first", "status": "active"}, "b": {"agent_type": "y"}}""";

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void syncOnce() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, TWO);
		this.registry.sync();
	}

	private void edit() {
		this.registry.replace(Kind.AGENTS, "\"description\": \"first\"", "\"description\": \"by hand\"");
	}

	private void remove() {
		RegistryDocument document = RegistryDocument.parse(Kind.AGENTS,
				this.registry.text(Kind.AGENTS).getBytes(StandardCharsets.UTF_8));
		String entry = StandardCharsets.UTF_8.decode(document.findText(A.id()).orElseThrow()).toString();
		this.registry.replace(Kind.AGENTS, "\"a\": " + entry + ",", "");
	}

	private Verdict verdict() {
		return this.registry.verdict(Kind.AGENTS, "a").verdict();
	}

	private String description() {
		return this.registry.entry(Kind.AGENTS, "a").findText("description").orElseThrow();
	}

	private static void tells(SyncReport report, String change, String handling) {
		assertThat(report.drift()).singleElement().satisfies((drift) -> {
			assertThat(drift.id()).isEqualTo("a");
			assertThat(drift.change()).isEqualTo(change);
			assertThat(drift.handling()).isEqualTo(handling);
		});
	}

	@Test
	void anEditIsReportedWithBothValuesUntilItIsUndone() {
		assertThat(this.registry.sync().drift()).isEmpty();
		String before = this.registry.text(Kind.AGENTS);
		edit();
		for (int i = 0; i < 3; i++) {
			SyncReport report = this.registry.sync();
			tells(report, "edited", "reported");
			assertThat(report.drift().get(0).members()).containsExactly(
					new SyncReport.EditView("/description", new JsonString("first"), new JsonString("by hand")));
			assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
			assertThat(verdict()).isEqualTo(Verdict.INVALID_CONTENT);
			assertThat(description()).isEqualTo("by hand");
			this.registry.restart();
		}
		this.registry.write(Kind.AGENTS, before);
		assertThat(this.registry.sync().drift()).isEmpty();
		assertThat(verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void whatWasAttestedIsStillKnownAfterCommitsThatKeptTheEdit() {
		edit();
		for (int i = 0; i < 5; i++) {
			this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("\"y\"", "\"y%d\"".formatted(i)));
			assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.SUCCEEDED);
			this.registry.restart();
		}
		SyncReport report = this.registry.service.handleEdit(A, ExternalChanges.REVERT);
		tells(report, "edited", "reverted");
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(description()).isEqualTo("first");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.sync().drift()).isEmpty();
	}

	@Test
	void anAcceptedEditIsAttestedAtANewRevision() {
		edit();
		this.registry.sync();
		String signature = this.registry.identity(Kind.AGENTS, "a").findText("signature").orElseThrow();
		SyncReport report = this.registry.service.handleEdit(A, ExternalChanges.ACCEPT);
		tells(report, "edited", "accepted");
		assertThat(report.revision()).isEqualTo(2);
		assertThat(report.keysUpdated()).isZero();
		assertThat(description()).isEqualTo("by hand");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.identity(Kind.AGENTS, "a").findText("signature")).contains(signature);
		assertThat(this.registry.service.handleEdit(A, ExternalChanges.ACCEPT).outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.service.handleEdit(A, ExternalChanges.REVERT).outcome()).isEqualTo(Outcome.NO_CHANGE);
		this.registry.restart();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void acceptingOneEditSaysNothingOfTheOthers() {
		edit();
		this.registry.replace(Kind.AGENTS, "\"type\": \"y\"", "\"type\": \"z\"");
		SyncReport report = this.registry.service.handleEdit(A, ExternalChanges.ACCEPT);
		assertThat(report.drift()).extracting(SyncReport.DriftView::id, SyncReport.DriftView::handling)
			.containsExactly(tuple("a", "accepted"), tuple("b", "reported"));
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.verdict(Kind.AGENTS, "b").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		this.registry.service.handleEdit(EntryRef.of(Kind.AGENTS, "b"), ExternalChanges.REVERT);
		assertThat(this.registry.entry(Kind.AGENTS, "b").findText("type")).contains("y");
	}

	@Test
	void thePolicyAcceptsOrRevertsAtTheNextSync() {
		edit();
		this.registry.externalChanges(ExternalChanges.ACCEPT);
		tells(this.registry.sync(), "edited", "accepted");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		this.registry.externalChanges(ExternalChanges.REVERT);
		this.registry.replace(Kind.AGENTS, "by hand", "again");
		tells(this.registry.sync(), "edited", "reverted");
		assertThat(description()).isEqualTo("by hand");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void aRevertedEntryFollowsTheRuntimeInTheSameRun() {
		this.registry.externalChanges(ExternalChanges.REVERT);
		edit();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		SyncReport report = this.registry.sync();
		tells(report, "edited", "reverted");
		assertThat(report.conflicts()).isEmpty();
		assertThat(description()).isEqualTo("second");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void whatRunsAndOperatorsDidMeanwhileStaysWhenAnEditIsReverted() {
		edit();
		this.registry.sync();
		this.registry.restart();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("\"first\"", "\"first\", \"cost\": 2"));
		this.registry.sync();
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, "a",
				"{\"notes\": \"n\"}".getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
		assertThat(verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		this.registry.restart();
		tells(this.registry.service.handleEdit(A, ExternalChanges.REVERT), "edited", "reverted");
		assertThat(description()).isEqualTo("first");
		assertThat(this.registry.entry(Kind.AGENTS, "a").find("cost")).hasToString("Optional[2]");
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("notes")).contains("n");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		SyncReport next = this.registry.sync();
		assertThat(next.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(next.drift()).isEmpty();
	}

	@Test
	void anEditOfWhichTheRuntimeLeavesNothingIsOver() {
		edit();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("\"first\"", "\"first\", \"cost\": 2"));
		this.registry.sync();
		assertThat(verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		this.registry.restart();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("\"first\"", "\"second\", \"cost\": 2"));
		SyncReport report = this.registry.sync();
		tells(report, "edited", "reported");
		assertThat(report.conflicts()).hasSize(1);
		assertThat(description()).isEqualTo("second");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.sync().drift()).isEmpty();
		this.registry.restart();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void anEditOfWhichSomethingIsLeftIsNot() {
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"by hand\", \"forged\": 1");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.sync();
		assertThat(description()).isEqualTo("second");
		assertThat(verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		assertThat(this.registry.sync().drift().get(0).members()).extracting(SyncReport.EditView::member)
			.containsExactly("/forged");
	}

	@Test
	void aDryRunSaysWhatItWouldRevertAndOnlyThatPlanIsApproved() {
		this.registry.externalChanges(ExternalChanges.REVERT);
		edit();
		SyncReport preview = this.registry.dryRun();
		tells(preview, "edited", "reverted");
		assertThat(description()).isEqualTo("by hand");
		this.registry.replace(Kind.AGENTS, "by hand", "meanwhile");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.registry.approve(preview.planDigest()))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.STALE_PLAN);
				assertThat(ex.data().get("moved")).hasToString(
						"[MovedEntry[kind=agents, id=a, approved=reverted, now=reverted, members=[/description]]]");
			});
		this.registry.approve(this.registry.dryRun().planDigest());
		assertThat(description()).isEqualTo("first");
	}

	@Test
	void aRemovedEntryComesBackAsItWas() {
		JsonObject before = this.registry.entry(Kind.AGENTS, "a");
		remove();
		this.registry.coordinator.answer(Kind.AGENTS, "{\"b\": {\"agent_type\": \"y\"}}");
		tells(this.registry.sync(), "removed", "reported");
		this.registry.restart();
		tells(this.registry.sync(), "removed", "reported");
		tells(this.registry.service.handleEdit(A, ExternalChanges.REVERT), "removed", "reverted");
		assertThat(this.registry.entry(Kind.AGENTS, "a").without("last_updated").without("last_updated_at"))
			.isEqualTo(before.without("last_updated").without("last_updated_at"));
		assertThat(verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void aRemovalThatWasAcceptedIsForgotten() {
		remove();
		this.registry.coordinator.answer(Kind.AGENTS, "{\"b\": {\"agent_type\": \"y\"}}");
		tells(this.registry.service.handleEdit(A, ExternalChanges.ACCEPT), "removed", "accepted");
		this.registry.restart();
		assertThat(this.registry.sync().drift()).isEmpty();
		assertThat(this.registry.find(Kind.AGENTS, "a")).isEmpty();
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.registry.service.handleEdit(A, ExternalChanges.REVERT))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.ENTRY_NOT_FOUND));
	}

	@Test
	void anEntryThatWasRemovedWhileTheRuntimeHasItComesBackWithItsAddress() {
		JsonObject before = this.registry.identity(Kind.AGENTS, "a");
		remove();
		SyncReport report = this.registry.sync();
		tells(report, "removed", "reverted");
		assertThat(report.changes().agents()).containsEntry("added", 0);
		assertThat(this.registry.identity(Kind.AGENTS, "a").find("public_key")).isEqualTo(before.find("public_key"));
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.sync().drift()).isEmpty();
	}

	@Test
	void anEditOfAnEntryThatCameBackIsComparedWithWhatCameBack() {
		remove();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"second\"", "\"by hand\"");
		assertThat(this.registry.sync().drift().get(0).members()).containsExactly(
				new SyncReport.EditView("/description", new JsonString("second"), new JsonString("by hand")));
		this.registry.service.handleEdit(A, ExternalChanges.REVERT);
		assertThat(description()).isEqualTo("second");
	}

	@Test
	void anEditOfWhatThisProgramOwnsIsMendedAndNoDrift() {
		this.registry.replace(Kind.AGENTS, "\"key_version\": 1", "\"key_version\": 9");
		SyncReport report = this.registry.sync();
		assertThat(report.drift()).isEmpty();
		assertThat(verdict()).isEqualTo(Verdict.VALID);
	}

	private void promote() {
		String address = this.registry.identity(Kind.AGENTS, "a").find("public_key").orElseThrow().toString();
		this.registry.replace(Kind.AGENTS, address, address + ", \"role\": \"superadmin\"");
	}

	private void isDriftByItsRole() {
		assertThat(verdict()).isEqualTo(Verdict.MALFORMED);
		assertThat(this.registry.sync().drift().get(0).members()).extracting(SyncReport.EditView::member)
			.containsExactly("/identity/role");
	}

	@Test
	void aMemberThatNobodySignsStaysDriftWhateverRunsDoToTheEntry() {
		promote();
		isDriftByItsRole();
		this.registry.restart();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.sync();
		assertThat(description()).isEqualTo("second");
		isDriftByItsRole();
		this.registry.service.rotate(A, true);
		isDriftByItsRole();
		this.registry.restart();
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.AGENTS, "a",
				"{\"notes\": \"n\"}".getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
		isDriftByItsRole();
		this.registry.rollback(1, "a");
		assertThat(description()).isEqualTo("first");
		isDriftByItsRole();
		this.registry.service.handleEdit(A, ExternalChanges.REVERT);
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("role")).isFalse();
		assertThat(description()).isEqualTo("first");
		this.registry.restart();
		assertThat(this.registry.sync().drift()).isEmpty();
		assertThat(verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void thePolicyPutsBackWhatThisProgramOwnsEvenIfItAcceptsEdits() {
		this.registry.externalChanges(ExternalChanges.ACCEPT);
		edit();
		promote();
		tells(this.registry.sync(), "edited", "accepted");
		assertThat(description()).isEqualTo("by hand");
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("role")).isFalse();
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void timesAndFlagsThatARunWritesAnewAreNoDriftAfterIt() {
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"version\": \"1\"}}");
		this.registry.sync();
		this.registry.replace(Kind.TOOLS, "\"identity_enabled\": true", "\"identity_enabled\": false");
		this.registry.replace(Kind.TOOLS, "\"last_identity_update\": 1", "\"last_identity_update\": 2");
		assertThat(this.registry.verdict(Kind.TOOLS, "t").verdict()).isEqualTo(Verdict.MALFORMED);
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"version\": \"2\"}}");
		this.registry.conflicts(ConflictPolicy.RUNTIME);
		this.registry.service.patch(OperatorEdit.ofEntry(Kind.TOOLS, "t",
				"{\"notes\": \"n\"}".getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
		assertThat(this.registry.entry(Kind.TOOLS, "t").find("identity_enabled")).contains(JsonLiteral.TRUE);
		this.registry.restart();
		assertThat(this.registry.verdict(Kind.TOOLS, "t").verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.sync().drift()).isEmpty();
	}

	@Test
	void anIdentityIsAdoptedWithMembersThatAreNotOursAndLaterEditsOfThemAreDrift() {
		JsonObject identity = this.registry.identity(Kind.AGENTS, "a")
			.without("attestation")
			.without("key_version")
			.with("scheme", "eip191");
		remove();
		this.registry.coordinator.answer(Kind.AGENTS, "{\"b\": {\"agent_type\": \"y\"}}");
		this.registry.sync();
		this.registry.service.handleEdit(A, ExternalChanges.ACCEPT);
		this.registry.coordinator.answer(Kind.AGENTS,
				"{\"a\": {\"agent_type\": \"x\", \"identity\": %s}, \"b\": {\"agent_type\": \"y\"}}"
					.formatted(identity));
		this.registry.sync();
		assertThat(this.registry.identity(Kind.AGENTS, "a").findText("scheme")).contains("eip191");
		assertThat(verdict()).isEqualTo(Verdict.VALID);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		this.registry.replace(Kind.AGENTS, "eip191", "none");
		assertThat(verdict()).isEqualTo(Verdict.MALFORMED);
		this.registry.service.handleEdit(A, ExternalChanges.REVERT);
		assertThat(verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void anEditOfContentIsNamedBeforeATimeThatItsAuthorSet() {
		edit();
		this.registry.replace(Kind.AGENTS, "\"last_updated\": 1", "\"last_updated\": 2");
		assertThat(verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		assertThat(this.registry.sync().drift().get(0).members()).extracting(SyncReport.EditView::member)
			.startsWith("/description")
			.contains("/last_updated");
		this.registry.service.handleEdit(A, ExternalChanges.ACCEPT);
		assertThat(verdict()).isEqualTo(Verdict.VALID);
	}

}
