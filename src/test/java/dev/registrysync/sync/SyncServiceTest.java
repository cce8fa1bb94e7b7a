package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.registrysync.identity.Address;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.PrivateKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.reconcile.ConflictPolicy;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.store.RegistryStore;
import dev.registrysync.volume.Frozen;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

class SyncServiceTest {

	private static final String TWO = """
			{"a": {"agent_type": "x", "description": "first", "status": "active"}, "b": {"agent_type": "y"}}""";

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture registry;

	@BeforeEach
	void open() {
		this.registry = new SyncFixture(this.data);
		this.registry.coordinator.answer(Kind.AGENTS, TWO);
	}

	private void assertFails(ProblemCode code, Runnable call) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	@Test
	void aDryRunSaysWhatARunWouldDoAndWritesNothing() throws Exception {
		SyncReport plan = this.registry.dryRun();
		assertThat(plan.dryRun()).isTrue();
		assertThat(plan.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(plan.changes().agents()).containsEntry("added", 2);
		assertThat(plan.keysUpdated()).isEqualTo(2);
		assertThat(plan.revision()).isZero();
		assertThat(this.registry.file(Kind.AGENTS)).doesNotExist();
		assertThat(this.registry.keys.list()).isEmpty();
		SyncReport run = this.registry.approve(plan.planDigest());
		assertThat(run.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(run.changes().agents()).isEqualTo(plan.changes().agents());
		assertThat(run.keysUpdated()).isEqualTo(2);
	}

	@Test
	void aPlanThatIsNotTrueAnyMoreIsNotApplied() {
		String digest = this.registry.dryRun().planDigest();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		assertFails(ProblemCode.STALE_PLAN, () -> this.registry.approve(digest));
		assertThat(this.registry.file(Kind.AGENTS)).doesNotExist();
	}

	@Test
	void whatMovedSinceThePlanWasApprovedIsNamed() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		String digest = this.registry.dryRun().planDigest();
		this.registry.coordinator.answer(Kind.AGENTS, "{\"a\": {\"description\": \"third\"}, \"new\": {\"cost\": 1}}");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.registry.approve(digest))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.STALE_PLAN);
				assertThat(ex.data()).containsEntry("approved", digest)
					.containsEntry("plan_digest", this.registry.dryRun().planDigest())
					.containsEntry("moved_entries", 3);
				assertThat(ex.data().get("moved")).asInstanceOf(LIST)
					.extracting(Object::toString)
					.satisfiesExactly(
							(a) -> assertThat(a).contains("id=a, approved=updated, now=updated", "/description"),
							(b) -> assertThat(b).contains("id=b, approved=null, now=missing", "/status"),
							(added) -> assertThat(added).contains("id=new, approved=null, now=added", "/cost"));
			});
	}

	@Test
	void aPlanStaysTrueWhateverTheOrderOfTheAnswerAndWhatIsLeftAlone() {
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"x\": 1, \"y\": 2}, \"u\": {}}");
		String digest = this.registry.dryRun().planDigest();
		this.registry.coordinator.answer(Kind.TOOLS, "{\"u\": {}, \"t\": {\"y\": 2, \"x\": 1}}",
				Map.of("odd", "it is no object"));
		assertThat(this.registry.approve(digest).changes().tools()).containsEntry("added", 2)
			.containsEntry("quarantined", 1);
	}

	@Test
	void whatIsHeldCanBeApprovedThoughSomethingElseWaitsForAPerson() {
		this.registry.conflicts(ConflictPolicy.MANUAL);
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"edited\"");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {}, \"u\": {}}");
		assertThat(this.registry.sync().conflicts()).isNotEmpty();
		this.registry.coordinator.answer(Kind.TOOLS, "{}");
		SyncReport held = this.registry.sync();
		assertThat(held.outcome()).isEqualTo(Outcome.HELD);
		SyncReport approved = this.registry.approve(held.planDigest());
		assertThat(approved.changes().tools()).containsEntry("missing", 2);
		assertThat(approved.conflicts()).isNotEmpty();
	}

	@Test
	void anEmptyAnswerIsHeldUntilItIsApproved() {
		this.registry.sync();
		String before = this.registry.text(Kind.AGENTS);
		this.registry.coordinator.answer(Kind.AGENTS, "{}");
		SyncReport held = this.registry.sync();
		assertThat(held.outcome()).isEqualTo(Outcome.HELD);
		assertThat(held.held()).isNotNull();
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
		SyncReport approved = this.registry.approve(held.planDigest());
		assertThat(approved.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("status")).contains("missing");
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		this.registry.coordinator.answer(Kind.AGENTS, TWO);
		assertThat(this.registry.sync().changes().agents()).containsEntry("reactivated", 2);
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("status")).contains("active");
	}

	@Test
	void theDigestOfAHeldRunApprovesWhatItLeftEvenIfItAppliedTheRest() {
		StringBuilder twelve = new StringBuilder("{\"x0\": {}");
		for (int i = 1; i < 12; i++) {
			twelve.append(", \"x").append(i).append("\": {}");
		}
		this.registry.coordinator.answer(Kind.AGENTS, twelve.append('}').toString());
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, "{\"x0\": {}, \"new\": {}}");
		SyncReport held = this.registry.sync();
		assertThat(held.outcome()).isEqualTo(Outcome.HELD);
		assertThat(held.changes().agents()).containsEntry("added", 1).containsEntry("missing", 0);
		assertThat(this.registry.approve(held.planDigest()).changes().agents()).containsEntry("missing", 11);
	}

	@Test
	void whatIsHeldCanBeApprovedThoughARollbackHoldsBackAnEntry() {
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replaceFirst("\\{", "{\"c\": {}, "));
		this.registry.sync();
		this.registry.rollback(1, "c");
		this.registry.coordinator.answer(Kind.TOOLS, "{}");
		SyncReport held = this.registry.sync();
		assertThat(held.outcome()).isEqualTo(Outcome.HELD);
		assertThat(held.changes().agents()).containsEntry("withdrawn", 1);
		assertThat(this.registry.approve(held.planDigest()).changes().tools()).containsEntry("missing", 1);
	}

	@Test
	void anApprovalIsForTheAbsencesThatWereHeldAndNoOthers() {
		this.registry.coordinator.answer(Kind.AGENTS,
				"{\"a\": {}, \"b\": {}, \"c\": {}, \"d\": {}, \"e\": {}, \"f\": {}}");
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, "{\"f\": {}, \"e\": {}}");
		SyncReport held = this.registry.sync();
		assertThat(held.outcome()).isEqualTo(Outcome.HELD);
		this.registry.coordinator.answer(Kind.AGENTS, "{\"f\": {}, \"d\": {}}");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.registry.approve(held.planDigest()))
			.satisfies((ex) -> assertThat(ex.data().get("moved"))
				.hasToString("[MovedEntry[kind=agents, id=d, approved=held, now=null, members=[]], "
						+ "MovedEntry[kind=agents, id=e, approved=null, now=held, members=[]]]"));
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("status")).contains("active");
	}

	@Test
	void aFilterCausesNoAbsenceOutsideItself() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, "{\"a\": {\"agent_type\": \"z\"}}");
		SyncReport report = this.registry.service
			.sync(new SyncRequest(null, null, null, List.of("agents"), List.of("a"), null, null), Trigger.API);
		assertThat(report.changes().agents()).containsEntry("updated", 1).containsEntry("missing", 0);
		assertThat(report.signaturesValidated()).isEqualTo(1);
		assertThat(this.registry.entry(Kind.AGENTS, "b").has("missing_since")).isFalse();
	}

	@Test
	void anIdThatNobodyKnowsIsReported() {
		SyncReport report = this.registry.service
			.sync(new SyncRequest(null, null, null, null, List.of("nobody"), null, null), Trigger.API);
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo("entry_not_found"));
	}

	@Test
	void anEditByHandIsInvalidContentUntilItIsUndone() {
		this.registry.sync();
		String before = this.registry.text(Kind.AGENTS);
		this.registry.replace(Kind.AGENTS, "\"enabled\": true", "\"enabled\": false");
		SyncReport report = this.registry.sync();
		assertThat(report.signaturesInvalid()).isEqualTo(2);
		assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		this.registry.write(Kind.AGENTS, before);
		assertThat(this.registry.sync().signaturesInvalid()).isZero();
	}

	@Test
	void anEditIsNotLaunderedByTheNextChangeNorByRemovingTheIdentity() {
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"enabled\": true", "\"enabled\": false");
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.sync();
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("description")).contains("second");
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		JsonObject identity = this.registry.identity(Kind.AGENTS, "a");
		String attestation = identity.findObject("attestation").orElseThrow().findText("signature").orElseThrow();
		this.registry.replace(Kind.AGENTS, attestation, "");
		this.registry.sync();
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isNotEqualTo(Verdict.VALID);
		String address = identity.findText("public_key").orElseThrow();
		this.registry.replace(Kind.AGENTS, address, "PENDING_FRESH_SYNC");
		this.registry.sync();
		assertThat(this.registry.identity(Kind.AGENTS, "a").findText("public_key")).contains(address);
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isNotEqualTo(Verdict.VALID);
	}

	@Test
	void aDestroyedAttestationOfUntouchedContentIsRestoredAsItWas() {
		this.registry.sync();
		String before = this.registry.identity(Kind.AGENTS, "a").toString();
		String signature = this.registry.identity(Kind.AGENTS, "a")
			.findObject("attestation")
			.flatMap((attestation) -> attestation.findText("signature"))
			.orElseThrow();
		this.registry.replace(Kind.AGENTS, signature, "00");
		SyncReport report = this.registry.sync();
		assertThat(report.keysUpdated()).isEqualTo(1);
		assertThat(report.revision()).isEqualTo(2);
		assertThat(this.registry.identity(Kind.AGENTS, "a")).hasToString(before);
	}

	@Test
	void withoutIdentitiesTheContentStaysAttestableLater() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		SyncRequest unsigned = new SyncRequest(null, false, null, null, null, null, null);
		SyncReport report = this.registry.service.sync(unsigned, Trigger.API);
		assertThat(report.keysUpdated()).isZero();
		assertThat(report.signaturesInvalid()).isEqualTo(1);
		this.registry.restart();
		assertThat(this.registry.sync().signaturesInvalid()).isZero();
	}

	@Test
	void keysAreEnsuredWithoutAskingTheCoordinator() {
		this.registry.write(Kind.TOOLS, "{\"registered_tools\": {\"t\": {\"k\": [1, 2.0]}}}");
		KeysReport preview = this.registry.service.ensureKeys(new KeysRequest(null, null, true));
		assertThat(preview).isEqualTo(new KeysReport(1, 0, List.of()));
		assertThat(this.registry.text(Kind.TOOLS)).doesNotContain("identity");
		assertThat(this.registry.service.ensureKeys(KeysRequest.DEFAULTS)).isEqualTo(new KeysReport(1, 0, List.of()));
		assertThat(this.registry.service.ensureKeys(KeysRequest.DEFAULTS)).isEqualTo(new KeysReport(0, 0, List.of()));
		String address = this.registry.identity(Kind.TOOLS, "t").findText("public_key").orElseThrow();
		this.registry.replace(Kind.TOOLS, address, "");
		assertThat(this.registry.service.ensureKeys(KeysRequest.DEFAULTS)).isEqualTo(new KeysReport(0, 1, List.of()));
		assertThat(this.registry.entry(Kind.TOOLS, "t").find("k")).hasToString("Optional[[1,2.0]]");
		assertThat(this.registry.coordinator.pulls).isZero();
	}

	@Test
	void aWriteByAnotherProgramDuringTheRunIsTakenIn() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		boolean[] written = new boolean[1];
		this.registry.interfereBeforePrepare(() -> {
			if (!written[0]) {
				written[0] = true;
				this.registry.replace(Kind.AGENTS, "\"agents_schema_version\": \"1.0\"",
						"\"agents_schema_version\": \"1.0\",\n  \"theirs\": true");
			}
		});
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"theirs\": true").contains("\"second\"");
	}

	@Test
	void anEditBetweenTheLastLookAndTheReplacementIsMergedToo() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		boolean[] written = new boolean[1];
		this.registry.interfereBeforePublish(() -> {
			if (!written[0]) {
				written[0] = true;
				this.registry.replace(Kind.AGENTS, "\"agents_schema_version\": \"1.0\"",
						"\"agents_schema_version\": \"1.0\",\n  \"theirs\": true");
			}
		});
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"theirs\": true").contains("\"second\"");
		assertThat(this.registry.find(Kind.TOOLS, "t")).isPresent();
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		this.registry.restart();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void aFileThatChangesAllTheTimeIsLeftAlone() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		int[] writes = new int[1];
		this.registry.interfereBeforePrepare(
				() -> this.registry.write(Kind.AGENTS, this.registry.text(Kind.AGENTS) + (" ".repeat(++writes[0]))));
		assertFails(ProblemCode.REGISTRY_CONTENDED, this.registry::sync);
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"first\"").endsWith("   ");
		assertThat(this.registry.history.revision().number()).isEqualTo(1);
	}

	@Test
	void aCommitThatACrashInterruptedIsEndedAtTheNextStart() throws IOException {
		this.registry.sync();
		String before = this.registry.text(Kind.AGENTS);
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.crashBeforePublish();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.registry::sync);
		assertThat(this.registry.text(Kind.AGENTS)).isEqualTo(before);
		this.registry.restart();
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"second\"");
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		try (Stream<Path> files = Files.list(this.registry.file(Kind.AGENTS).getParent())) {
			assertThat(files).containsExactly(this.registry.file(Kind.AGENTS));
		}
	}

	@Test
	void aFileThatCannotBeWrittenForAMomentIsWrittenByTheNextRun() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.interfereBeforePublish(once(() -> {
			throw new ProblemException(ProblemCode.DISK_FULL, "for a moment");
		}));
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.problems()).extracting(SyncReport.Problem::code).containsExactly("disk_full");
		assertThat(report.changes().agents()).containsEntry("updated", 1);
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"first\"");
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"second\"");
		assertThat(this.registry.history.revision().number()).isEqualTo(2);
	}

	@Test
	void aFileThatCannotBeReplacedAtTheLastMomentIsWrittenByTheNextRun() {
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"first\"}}");
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"second\"}}");
		AtomicReference<Frozen> frozen = new AtomicReference<>();
		this.registry.interfereBeforePublish(once(() -> frozen.set(Frozen.freeze(this.registry.file(Kind.TOOLS)))));
		try {
			SyncReport report = this.registry.sync();
			assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
			assertThat(report.problems()).extracting(SyncReport.Problem::code)
				.containsExactly("registry_not_replaceable");
			assertThat(report.changes().agents()).containsEntry("updated", 1);
			assertThat(report.changes().tools()).containsEntry("updated", 1);
			assertThat(this.registry.text(Kind.AGENTS)).contains("\"second\"");
			assertThat(this.registry.text(Kind.TOOLS)).contains("\"first\"");
			assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		}
		finally {
			frozen.get().close();
		}
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.text(Kind.TOOLS)).contains("\"second\"");
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
	}

	private static Runnable once(Runnable interference) {
		AtomicBoolean done = new AtomicBoolean();
		return () -> {
			if (done.compareAndSet(false, true)) {
				interference.run();
			}
		};
	}

	@Test
	void aStartMergesWhatSomebodyElseWroteAfterTheCrash() {
		this.registry.sync();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.crashBeforePublish();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.registry::sync);
		this.registry.replace(Kind.AGENTS, "\"1.0\"", "\"9.9\"");
		this.registry.restart();
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"9.9\"").contains("\"second\"");
		SyncReport report = this.registry.sync();
		assertThat(report.revision()).isEqualTo(2);
		assertThat(this.registry.text(Kind.AGENTS)).contains("\"9.9\"").contains("\"second\"");
		assertThat(this.registry.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
	}

	@Test
	void anEditIsNotLaunderedByARunThatWasKilledBeforeItCommitted() throws IOException {
		this.registry.sync();
		this.registry.replace(Kind.AGENTS, "\"enabled\": true", "\"enabled\": false");
		Files.writeString(this.registry.file(Kind.AGENTS).resolveSibling(".official_agents_registry.json.staged"), "");
		this.registry.restart();
		this.registry.sync();
		assertThat(this.registry.verdict(Kind.AGENTS, "a").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
	}

	@Test
	void keysOfARunThatDidNotCommitAreAdopted() {
		this.registry.crashBeforePublish();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.registry::sync);
		List<?> made = this.registry.keys.list();
		assertThat(made).hasSize(2);
		this.registry.restart();
		this.registry.sync();
		assertThat(this.registry.keys.list()).hasToString(made.toString());
	}

	@Test
	void aRegistryFileThatIsGoneIsAnUnmountedVolume() throws IOException {
		this.registry.sync();
		Files.delete(this.registry.file(Kind.AGENTS));
		assertFails(ProblemCode.REGISTRY_MISSING, this.registry::sync);
		assertThat(this.registry.file(Kind.AGENTS)).doesNotExist();
		assertFails(ProblemCode.REGISTRY_MISSING, this.registry::restart);
	}

	@Test
	void attestedEntriesWithoutAHistoryAreAnUnmountedVolume() throws IOException {
		this.registry.sync();
		this.registry.databases.close();
		deleteAll(this.data.resolve("database/state"));
		assertFails(ProblemCode.HISTORY_MISSING, this.registry::restart);
		assertFails(ProblemCode.HISTORY_MISSING, this.registry::restart);
	}

	@Test
	void attestedEntriesWithoutKeysAreAnUnmountedVolume() throws IOException {
		this.registry.sync();
		deleteAll(this.data.resolve("keystore"));
		assertFails(ProblemCode.KEYSTORE_MISSING, this.registry::restart);
	}

	private static void deleteAll(Path directory) {
		assertThat(FileSystemUtils.deleteRecursively(directory.toFile())).isTrue();
	}

	@Test
	void aKindThatTheSourceDoesNotOfferStillGetsIdentities() {
		this.registry.write(Kind.TOOLS, "{\"registered_tools\": {\"t\": {}}}");
		SyncReport report = this.registry.sync();
		assertThat(report.toolsSynced()).isZero();
		assertThat(report.sources()).containsExactly(new SyncReport.SourceView("default", "answered", "not_offered"));
		assertThat(this.registry.verdict(Kind.TOOLS, "t").verdict()).isEqualTo(Verdict.VALID);
	}

	/**
	 * The entry's key was sealed beside the address of another one.
	 */
	@Test
	void aKeyThatDoesNotBelongToItsAddressSignsNothing() {
		SyncFixture other = new SyncFixture(this.data.resolve("other"));
		Secp256k1 curve = Secp256k1.bouncyCastle();
		other.signWith(new Secp256k1() {

			@Override
			public PrivateKey generate() {
				return curve.generate();
			}

			@Override
			public Address addressOf(PrivateKey key) {
				return Address.ofPublicKey(new byte[64]);
			}

			@Override
			public Signature sign(byte[] hash32, PrivateKey key) {
				return curve.sign(hash32, key);
			}

			@Override
			public Optional<Address> recover(byte[] hash32, Signature signature) {
				return curve.recover(hash32, signature);
			}

		});
		EntryRef entry = EntryRef.of(Kind.AGENTS, "a");
		other.keys.ensure(List.of(entry));
		other.signWith(curve);
		assertFails(ProblemCode.KEYSTORE_DAMAGED, () -> other.keys.sign(entry, List.of("a text")));
	}

	@Test
	void readersSeeTheDocumentsAndTheHistoryOfOneRevision() throws Exception {
		this.registry.sync();
		Halt halt = new Halt();
		this.registry.storeIn(halt.at(RegistryStore.class, "publish", this.registry.store));
		this.registry.coordinator.answer(Kind.AGENTS, "{\"new\": {}}");
		halt.arm();
		CompletableFuture<SyncReport> run = CompletableFuture.supplyAsync(this.registry::sync);
		halt.awaitCall();
		List<Boolean> seen = new ArrayList<>();
		Thread reader = new Thread(
				() -> seen.add(this.registry.ports.reading(() -> this.registry.ports.findShown(Kind.AGENTS)
					.map(RegistryDocument::digest)
					.equals(this.registry.history.findCommitted(Kind.AGENTS).map(RegistryDocument::digest)))));
		reader.start();
		while (reader.isAlive() && reader.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		halt.release();
		run.get();
		reader.join();
		assertThat(seen).containsExactly(true);
	}

	@Test
	void aSourceThatOffersNothingIsNoSource() {
		SyncFixture other = new SyncFixture(this.data.resolve("other"));
		assertFails(ProblemCode.COORDINATOR_OFFERS_NOTHING, other::sync);
	}

	@Test
	void aQuarantinedEntryMakesTheRunPartial() {
		this.registry.coordinator.answer(Kind.AGENTS, TWO, Map.of("c", "the entry is not a JSON object"));
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.errors()).singleElement().asString().startsWith("agents/c: ");
		assertThat(report.agentsSynced()).isEqualTo(2);
	}

	@Test
	void nothingIsValidatedTwice() {
		this.registry.sync();
		double verified = verifications();
		this.registry.sync();
		assertThat(verifications()).isEqualTo(verified);
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"First\"");
		this.registry.sync();
		assertThat(verifications()).isEqualTo(verified + 1);
		this.registry.sync();
		assertThat(verifications()).isEqualTo(verified + 1);
	}

	@Test
	void whatARunChangesIsValidatedOnce() {
		this.registry.sync();
		double verified = verifications();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "changed"));
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(verifications()).isEqualTo(verified + 1);
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(verifications()).isEqualTo(verified + 1);
	}

	private double verifications() {
		return this.registry.meters.find("registry.sync.signature.verifications")
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

}
