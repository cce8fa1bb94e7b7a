package dev.registrysync.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.history.HistoryTestAccess;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.identity.Succession;
import dev.registrysync.identity.Verdict;
import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.problem.InvalidRequestException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rotation, revocation and aliases, from the call to the files.
 */
class KeyLifeTest {

	private static final String TWO = """
			{"a": {"agent_type": "x", "description": "first", "status": "active"}, "b": {"agent_type": "y"}}""";

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final EntryRef B = EntryRef.of(Kind.AGENTS, "b");

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

	private RotationReport rotate(EntryRef ref) {
		return this.registry.service.rotate(ref, true);
	}

	/**
	 * Revokes from a revision on; null stands for the present one.
	 */
	private RevocationReport revoke(EntryRef ref, @Nullable Integer version, @Nullable Long from) {
		long wanted = (from != null) ? from : this.registry.history.revision().number();
		return this.registry.service.revoke(ref, new RevokeRequest(version, wanted, null, null, "a test"));
	}

	private String address(String id) {
		return this.registry.identity(Kind.AGENTS, id).findText("public_key").orElseThrow();
	}

	private JsonObject succession(String id) {
		return this.registry.identity(Kind.AGENTS, id).findObject("succession").orElseThrow();
	}

	private EntryVerdict verdict(String id) {
		return this.registry.verdict(Kind.AGENTS, id);
	}

	private void is(String id, Verdict verdict, String reason, String remedy) {
		assertThat(verdict(id).verdict()).as(verdict(id).reason()).isEqualTo(verdict);
		assertThat(verdict(id).reason()).contains(reason);
		assertThat(verdict(id).remedy()).contains(remedy);
	}

	private void allValid() {
		assertThat(this.registry.verdicts())
			.allSatisfy((verdict) -> assertThat(verdict.verdict()).as(verdict.id() + ": " + verdict.reason())
				.isEqualTo(Verdict.VALID));
	}

	private static void fails(ProblemCode code, Runnable call) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	@ParameterizedTest
	@ValueSource(strings = { "update keystore.key set id = 'c' where id = 'a'",
			"update keystore.key set sealed = null where id = 'a'", "delete from keystore.key where id = 'a'" })
	void anEntryWhoseCommittedKeyVanishedGetsNoOtherOne(String change) {
		this.registry.restart();
		this.registry.databases.database().<Integer>write((sql) -> sql.sql(change).update());
		assertThat(this.registry.keys.missing()).isEmpty();
		this.registry.write(Kind.AGENTS, """
				{"registered_agents": {"a": {"agent_type": "x", "identity": null}}}""");
		for (SyncReport report : List.of(this.registry.dryRun(), this.registry.sync())) {
			assertThat(report.errors()).anySatisfy((error) -> assertThat(error).startsWith("agents/a: ")
				.contains("Nothing is made or signed for agents/a"));
		}
		assertThat(this.registry.keys.versions(A)).isEmpty();
		assertThat(this.registry.keys.find(B)).isPresent();
		this.registry.keys.acceptLost(this.registry.history.committedKeys()
			.entrySet()
			.stream()
			.map((key) -> new KeyFacts(key.getKey(), key.getValue().version(), key.getValue().address()))
			.toList());
		this.registry.restart();
		this.registry.sync();
		assertThat(this.registry.keys.find(A)).isPresent();
	}

	@Test
	void aRotationCommitsANewKeyWhoseSuccessionTheOldOneSigned() {
		KeyFacts old = this.registry.keys.find(A).orElseThrow();
		String other = address("b");
		RotationReport report = rotate(A);
		assertThat(report.version()).isEqualTo(2);
		assertThat(report.revision()).isEqualTo(2);
		assertThat(report.previous()).isEqualTo(new RotationReport.PreviousKey(1, old.address().toString()));
		assertThat(report.address()).isEqualTo(address("a")).isNotEqualTo(old.address().toString());
		assertThat(address("b")).isEqualTo(other);
		JsonObject succession = succession("a");
		assertThat(succession.names()).containsExactly("scheme", "public_key", "key_version", "signature");
		assertThat(succession.findText("scheme")).contains("registry-sync/v1 rotation");
		assertThat(succession.findText("public_key")).contains(old.address().toString());
		assertThat(succession.findText("signature")).contains(String.valueOf(report.successionSignature()));
		KeyFacts current = this.registry.keys.find(A).orElseThrow();
		String text = """
				registry-sync/v1 rotation
				registry: %s
				kind: agents
				id: a
				from: %s
				from-version: 1
				to: %s
				to-version: 2""".formatted(this.registry.history.registryId(), old.address(), current.address());
		assertThat(Succession.text(this.registry.history.registryId(), A, old, current)).isEqualTo(text);
		assertThat(recover(text, succession)).isEqualTo(old.address());
		assertThat(this.registry.identity(Kind.AGENTS, "a").find("key_version")).hasToString("Optional[2]");
		allValid();
	}

	private static Address recover(String text, JsonObject signed) {
		Signature signature = Signature.parse(signed.findText("signature").orElseThrow());
		return Secp256k1.bouncyCastle().recover(PersonalMessage.hash(text), signature).orElseThrow();
	}

	@Test
	void theHistoryTellsEachAddressOfAnEntry() throws IOException {
		String first = address("a");
		String second = rotate(A).address();
		this.registry.restart();
		assertThat(this.registry.history.findKey(A)).hasValueSatisfying((key) -> {
			assertThat(key.version()).isEqualTo(2);
			assertThat(key.address()).hasToString(second);
			assertThat(key.findSucceeds()).get().hasToString(first);
		});
		assertThat(this.registry.history.find(A).orElseThrow().keyVersion()).isEqualTo(2);
		List<String> addresses = this.registry.databases.database().read((jdbc) -> jdbc.sql("""
				select address from entry_version where kind = 'agents' and id = 'a' and address is not null
				order by sequence""").query(String.class).list());
		assertThat(addresses).contains(first).doesNotContain(second);
	}

	@Test
	void aSecondRotationNamesOnlyTheKeyBefore() {
		rotate(A);
		String second = address("a");
		RotationReport report = rotate(A);
		assertThat(report.version()).isEqualTo(3);
		assertThat(report.previous().address()).isEqualTo(second);
		assertThat(succession("a").findText("public_key")).contains(second);
		allValid();
		this.registry.restart();
		allValid();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void afterARotationTheEntryLivesOnAsBefore() {
		rotate(A);
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		SyncReport report = this.registry.sync();
		assertThat(report.signaturesInvalid()).isZero();
		assertThat(report.keysUpdated()).isZero();
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("succession")).isTrue();
	}

	@Test
	void anIdentityThatWasTakenAwayComesBackWithItsSuccession() {
		rotate(A);
		String before = this.registry.identity(Kind.AGENTS, "a").toString();
		this.registry.replace(Kind.AGENTS, address("a"), "PENDING_FRESH_SYNC");
		this.registry.sync();
		assertThat(this.registry.identity(Kind.AGENTS, "a")).hasToString(before);
	}

	@Test
	void everyMutationOfASuccessionIsNoticedAndMended() {
		rotate(A);
		String before = this.registry.text(Kind.AGENTS);
		JsonObject succession = succession("a");
		String signature = succession.findText("signature").orElseThrow();
		String old = succession.findText("public_key").orElseThrow();
		for (Map.Entry<String, String> edit : Map
			.of(signature, this.registry.identity(Kind.AGENTS, "a").findText("signature").orElseThrow(), old,
					address("b"), "registry-sync/v1 rotation", "registry-sync/v1", "\"public_key\": \"" + old,
					"\"x\": 1, \"public_key\": \"" + old)
			.entrySet()) {
			this.registry.replace(Kind.AGENTS, edit.getKey(), edit.getValue());
			assertThat(verdict("a").verdict()).as(edit.getValue()).isIn(Verdict.MALFORMED, Verdict.WRONG_KEY);
			this.registry.sync();
			assertThat(verdict("a").verdict()).as(edit.getValue()).isEqualTo(Verdict.VALID);
			this.registry.write(Kind.AGENTS, before);
			this.registry.sync();
		}
	}

	@Test
	void aRenamedSuccessionIsMadeAgainAndTheRestIsReverted() {
		rotate(A);
		this.registry.replace(Kind.AGENTS, "\"succession\"", "\"successor\"");
		this.registry.sync();
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("succession")).isTrue();
		assertThat(verdict("a").reason()).contains("/identity/successor");
		this.registry.service.handleEdit(A, ExternalChanges.REVERT);
		allValid();
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("successor")).isFalse();
	}

	@Test
	void aSuccessionThatNobodyMadeIsNoticed() {
		rotate(A);
		String forged = succession("a").toString();
		this.registry.replace(Kind.AGENTS, "\"public_key\": \"" + address("b") + "\"",
				"\"public_key\": \"" + address("b") + "\", \"succession\": " + forged);
		is("b", Verdict.MALFORMED, "succession", "sync");
		this.registry.sync();
		allValid();
		assertThat(this.registry.identity(Kind.AGENTS, "b").has("succession")).isFalse();
	}

	@Test
	void aCrashBetweenTheKeyAndTheCommitLeavesTheOldAddressValidAndTheNextRunMovesTheEntry() {
		String old = address("a");
		this.registry.interfereBeforePrepare(() -> {
			throw new UncheckedIOException(new IOException("crash"));
		});
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> rotate(A));
		this.registry.restart();
		assertThat(this.registry.keys.find(A).orElseThrow().version()).isEqualTo(2);
		assertThat(address("a")).isEqualTo(old);
		allValid();
		SyncReport report = this.registry.sync();
		assertThat(report.keysUpdated()).isEqualTo(1);
		assertThat(report.revision()).isEqualTo(2);
		assertThat(address("a")).isNotEqualTo(old);
		assertThat(succession("a").findText("public_key")).contains(old);
		allValid();
	}

	@Test
	void aCrashAfterTheCommitWasRecordedIsEndedAtTheNextStart() {
		String old = address("a");
		this.registry.crashBeforePublish();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> rotate(A));
		assertThat(address("a")).isEqualTo(old);
		this.registry.restart();
		assertThat(address("a")).isNotEqualTo(old);
		allValid();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void anOlderAddressThatIsPastedBackIsReportedAndTheNextSyncMendsIt() {
		String before = this.registry.text(Kind.AGENTS);
		rotate(A);
		String rotated = this.registry.identity(Kind.AGENTS, "a").toString();
		this.registry.write(Kind.AGENTS, before);
		is("a", Verdict.WRONG_KEY, "older key of the entry", "sync");
		SyncRequest looking = new SyncRequest(null, false, null, null, null, null, null);
		assertThat(this.registry.service.sync(looking, Trigger.API).signaturesInvalid()).isEqualTo(1);
		assertThat(this.registry.sync().keysUpdated()).isEqualTo(1);
		assertThat(this.registry.identity(Kind.AGENTS, "a")).hasToString(rotated);
		allValid();
	}

	@Test
	void aRotationDoesNotLaunderAnEdit() {
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"forged\"");
		RotationReport report = rotate(A);
		assertThat(report.version()).isEqualTo(2);
		assertThat(address("a")).isEqualTo(report.address());
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("attestation")).isFalse();
		is("a", Verdict.INVALID_CONTENT, "", "accept attests it");
		this.registry.sync();
		assertThat(verdict("a").verdict()).isEqualTo(Verdict.INVALID_CONTENT);
		this.registry.replace(Kind.AGENTS, "\"forged\"", "\"first\"");
		this.registry.sync();
		allValid();
	}

	@Test
	void theOldEntryIsNoWayBackAfterARotationOfEditedContent() {
		String before = this.registry.text(Kind.AGENTS);
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"forged\"");
		rotate(A);
		this.registry.write(Kind.AGENTS, before);
		is("a", Verdict.WRONG_KEY, "older key", "sync");
	}

	@Test
	void whatCannotBeRotatedIsRefusedBeforeAKeyIsMade() {
		fails(ProblemCode.ENTRY_NOT_FOUND, () -> rotate(EntryRef.of(Kind.AGENTS, "nobody")));
		this.registry.write(Kind.TOOLS, "{\"registered_tools\": {\"t\": {}}}");
		fails(ProblemCode.KEY_NOT_FOUND, () -> rotate(EntryRef.of(Kind.TOOLS, "t")));
		this.registry.replace(Kind.AGENTS, address("a"), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
		fails(ProblemCode.ADDRESS_NOT_OURS, () -> rotate(A));
		this.registry.write(Kind.AGENTS, "{");
		fails(ProblemCode.REGISTRY_UNREADABLE, () -> rotate(B));
		assertThat(this.registry.keys.list()).extracting(KeyFacts::version).containsOnly(1);
	}

	@Test
	void anEntryWithoutAnIdentityCanBeRotated() {
		String old = address("a");
		this.registry.replace(Kind.AGENTS, old, "");
		RotationReport report = rotate(A);
		assertThat(report.previous().address()).isEqualTo(old);
		assertThat(succession("a").findText("public_key")).contains(old);
		allValid();
	}

	@Test
	void aRevokedKeyKeepsWhatItAttestedBefore() {
		assertThat(revoke(A, null, null).revokedFromRevision()).isEqualTo(1);
		allValid();
		this.registry.restart();
		allValid();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(this.registry.journal().lines()).filteredOn((line) -> line.startsWith("{\"type\":\"REVOKE\""))
			.singleElement()
			.asString()
			.contains("\"trigger\":\"revoke\",\"actor\":\"local\"", ",\"reason\":\"a test\",\"revoked\":[{",
					"\"id\":\"a\"");
	}

	@Test
	void whatItAttestedAfterwardsIsRevokedAtOnceAndRotatingMendsIt() {
		this.registry.sync();
		allValid();
		revoke(A, null, 0L);
		is("a", Verdict.REVOKED, "revision 1", "rotate");
		this.registry.restart();
		is("a", Verdict.REVOKED, "revision 1", "rotate");
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(report.problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo("revoked"));
		RotationReport rotation = rotate(A);
		assertThat(rotation.version()).isEqualTo(2);
		assertThat(rotation.successionSignature()).isNull();
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("succession")).isFalse();
		allValid();
		this.registry.restart();
		allValid();
	}

	@Test
	void contentThatChangesUnderARevokedKeyIsAttestedOnlyByTheNextKey() {
		revoke(A, null, null);
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(report.signaturesInvalid()).isEqualTo(1);
		assertThat(this.registry.entry(Kind.AGENTS, "a").findText("description")).contains("second");
		is("a", Verdict.REVOKED, "changed after", "rotate");
		this.registry.restart();
		is("a", Verdict.REVOKED, "changed after", "rotate");
		rotate(A);
		allValid();
	}

	@Test
	void anEditUnderARevokedKeyIsStillAnEdit() {
		revoke(A, null, null);
		this.registry.replace(Kind.AGENTS, "\"first\"", "\"forged\"");
		is("a", Verdict.INVALID_CONTENT, "changed after it was attested", "revert puts back");
		rotate(A);
		is("a", Verdict.INVALID_CONTENT, "", "revert puts back");
	}

	@Test
	void aRevokedKeySignsNothingAndNothingRevivesIt() {
		String old = address("a");
		revoke(A, null, null);
		fails(ProblemCode.KEY_REVOKED, () -> this.registry.keys.sign(A, List.of("text")));
		this.registry.replace(Kind.AGENTS, old, "PENDING_FRESH_SYNC");
		is("a", Verdict.MISSING, "no identity", "rotate");
		SyncReport report = this.registry.sync();
		assertThat(report.outcome()).isEqualTo(Outcome.PARTIAL);
		assertThat(report.problems()).anySatisfy((problem) -> {
			assertThat(problem.code()).isEqualTo("key_revoked");
			assertThat(problem.message()).contains("rotate");
		});
		assertThat(address("a")).isEqualTo("PENDING_FRESH_SYNC");
		assertThat(this.registry.keys.find(A)).isEmpty();
		assertThat(rotate(A).version()).isEqualTo(2);
		allValid();
	}

	@Test
	void aKeyThatIsRevokedAfterItsRotationTakesNothingFromItsSuccessor() {
		rotate(A);
		String before = this.registry.identity(Kind.AGENTS, "a").toString();
		revoke(A, 1, 0L);
		allValid();
		this.registry.coordinator.answer(Kind.AGENTS, TWO.replace("first", "second"));
		this.registry.sync();
		allValid();
		assertThat(before).contains(succession("a").findText("signature").orElseThrow());
	}

	@Test
	void aCrashInARotationAfterARevocationIsEndedByTheNextRun() {
		revoke(A, null, null);
		this.registry.interfereBeforePrepare(() -> {
			throw new UncheckedIOException(new IOException("crash"));
		});
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> rotate(A));
		this.registry.restart();
		String old = address("a");
		allValid();
		this.registry.sync();
		assertThat(address("a")).isNotEqualTo(old);
		assertThat(this.registry.identity(Kind.AGENTS, "a").has("succession")).isFalse();
		allValid();
	}

	@Test
	void anOlderKeystoreBringsNoRevokedKeyBack() throws IOException {
		Path keys = this.data.resolve("database/keystore/keys.db");
		this.registry.databases.close();
		byte[] older = Files.readAllBytes(keys);
		this.registry.restart();
		revoke(A, null, 0L);
		is("a", Verdict.REVOKED, "", "");
		this.registry.keys.close();
		this.registry.databases.close();
		Files.write(keys, older);
		this.registry.restart();
		is("a", Verdict.REVOKED, "", "");
		fails(ProblemCode.KEY_REVOKED, () -> this.registry.keys.sign(A, List.of("x")));
		long changes = this.registry.keys.changes();
		this.registry.restart();
		assertThat(this.registry.keys.changes()).isEqualTo(changes);
	}

	private Optional<JsonObject> mark(String id) {
		return this.registry.identity(Kind.AGENTS, id).findObject("revocation");
	}

	@Test
	void aRevokedKeyIsMarkedInTheEntryAtOnceAndTheServiceSignsTheMark() {
		KeyFacts key = this.registry.keys.find(A).orElseThrow();
		revoke(A, null, null);
		String text = """
				registry-sync/v1 revocation
				registry: %s
				kind: agents
				id: a
				address: %s
				key-version: 1
				from-revision: 1""".formatted(this.registry.history.registryId(), key.address());
		assertThat(recover(text, mark("a").orElseThrow()))
			.isEqualTo(this.registry.keys.service().find().orElseThrow().address());
		assertThat(mark("b")).isEmpty();
		assertThat(this.registry.history.revision().number()).isEqualTo(2);
		allValid();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		rotate(A);
		assertThat(mark("a")).isEmpty();
		allValid();
	}

	@Test
	void aMarkThatIsMissingOrForgedIsMadeAgainByTheNextSync() {
		revoke(A, null, null);
		String before = mark("a").orElseThrow().toString();
		this.registry.replace(Kind.AGENTS, "\"from_revision\": 1", "\"from_revision\": 7");
		is("a", Verdict.MALFORMED, "identity.revocation", "");
		this.registry.sync();
		assertThat(mark("a").orElseThrow()).hasToString(before);
		this.registry.replace(Kind.AGENTS, "\"revocation\"", "\"renamed\"");
		this.registry.sync();
		assertThat(mark("a").orElseThrow()).hasToString(before);
	}

	@Test
	void aMarkOfAnotherEntryChangesNothingAndIsTakenOut() {
		revoke(A, null, 0L);
		this.registry.replace(Kind.AGENTS, "\"public_key\": \"" + address("b") + "\"",
				"\"public_key\": \"" + address("b") + "\", \"revocation\": " + mark("a").orElseThrow());
		is("b", Verdict.MALFORMED, "identity.revocation was not made by this service for the entry's key", "sync");
		this.registry.sync();
		is("b", Verdict.VALID, "", "");
		assertThat(mark("b")).isEmpty();
	}

	@Test
	void aCrashBeforeTheMarkIsMadeUpForByTheNextSync() {
		this.registry.interfereBeforePrepare(() -> {
			throw new UncheckedIOException(new IOException("crash"));
		});
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> revoke(A, null, 0L));
		this.registry.restart();
		is("a", Verdict.REVOKED, "", "rotate");
		assertThat(mark("a")).isEmpty();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.SUCCEEDED);
		assertThat(mark("a")).isPresent();
		assertThat(this.registry.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void aRevocationThatOnlyTheMarkKnowsIsTakenBackIntoKeystoreAndHistory() throws IOException {
		Path database = this.data.resolve("database");
		this.registry.keys.close();
		this.registry.databases.close();
		Map<Path, byte[]> older = new HashMap<>();
		try (Stream<Path> files = Files.walk(database)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				older.put(file, Files.readAllBytes(file));
			}
		}
		this.registry.restart();
		revoke(A, null, 0L);
		this.registry.keys.close();
		this.registry.databases.close();
		for (Map.Entry<Path, byte[]> file : older.entrySet()) {
			Files.write(file.getKey(), file.getValue());
		}
		this.registry.restart();
		is("a", Verdict.REVOKED, "", "rotate");
		fails(ProblemCode.KEY_REVOKED, () -> this.registry.keys.sign(A, List.of("x")));
		assertThat(this.registry.history.revoked()).singleElement()
			.satisfies((key) -> assertThat(key.facts().owner()).isEqualTo(A));
		assertThat(this.registry.journal().lines()).last().asString().contains("marked in the entry");
		rotate(A);
		assertThat(verdict("a").verdict()).isEqualTo(Verdict.VALID);
	}

	@Test
	void aRevocationThatIsDeletedWhileTheServiceRunsStillCounts() {
		revoke(A, null, 0L);
		HistoryTestAccess.tamper(this.registry.databases.database(), """
				update keystore.key set revoked_from = null, revoked_at = null, revoked_why = null,
				revocation_seal = null""");
		HistoryTestAccess.tamper(this.registry.databases.database(), "delete from journal where type = 'REVOKE'");
		is("a", Verdict.REVOKED, "", "rotate");
		this.registry.restart();
		assertThat(this.registry.history.isIntact()).isFalse();
		fails(ProblemCode.KEY_REVOKED, () -> this.registry.keys.sign(A, List.of("x")));
		is("a", Verdict.REVOKED, "", "rotate");
	}

	@Test
	void aRevocationWithoutAReasonHasNone() {
		this.registry.service.revoke(A, new RevokeRequest(null, 1L, null, null, null));
		assertThat(this.registry.journal().lines()).filteredOn((line) -> line.startsWith("{\"type\":\"REVOKE\""))
			.singleElement()
			.asString()
			.doesNotContain("\"reason\"");
		this.registry.restart();
		assertThat(this.registry.history.revoked()).hasSize(1);
	}

	@Test
	void aRevocationThatOnlyTheKeystoreKnowsIsAddedToTheHistory() throws IOException {
		rotate(A);
		revoke(A, 1, null);
		assertThat(this.registry.journal().lines()).last().asString().contains("\"REVOKE\"");
		HistoryTestAccess.tamper(this.registry.databases.database(),
				"delete from journal where sequence = (select sequence from registry)");
		HistoryTestAccess.tamper(this.registry.databases.database(), """
				update registry set sequence = sequence - 1,
					digest = (select digest from journal order by sequence desc limit 1)""");
		this.registry.restart();
		assertThat(this.registry.journal().lines()).filteredOn((line) -> line.startsWith("{\"type\":\"REVOKE\""))
			.singleElement()
			.asString()
			.contains(",\"reason\":\"a test\",\"revoked\":[{");
		assertThat(this.registry.history.revoked()).containsExactlyElementsOf(this.registry.keys.revoked());
		assertThat(this.registry.history.revoked()).singleElement()
			.satisfies((key) -> assertThat(key.facts().owner()).isEqualTo(A));
	}

	@Test
	void aRevocationOnlyMovesToEarlierRevisions() {
		rotate(B);
		assertThat(revoke(A, null, null).revokedFromRevision()).isEqualTo(2);
		rotate(B);
		assertThat(revoke(A, 1, 2L).revokedFromRevision()).isEqualTo(2);
		fails(ProblemCode.REVOKED_EARLIER, () -> revoke(A, 1, 3L));
		assertThat(revoke(A, 1, 1L).revokedFromRevision()).isEqualTo(1);
		fails(ProblemCode.REVOKED_EARLIER, () -> revoke(A, 1, 2L));
		this.registry.restart();
		fails(ProblemCode.REVOKED_EARLIER, () -> revoke(A, 1, 2L));
		fails(ProblemCode.KEY_NOT_FOUND, () -> revoke(A, 2, null));
		fails(ProblemCode.KEY_NOT_FOUND, () -> revoke(EntryRef.of(Kind.AGENTS, "nobody"), null, null));
		long next = this.registry.history.revision().number() + 1;
		for (long revision : new long[] { -1, next }) {
			assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> revoke(A, 1, revision))
				.withMessageContaining("from_revision");
		}
	}

	@Test
	void fiftyCallsAtOnceMakeEachKeyOnceAndRotationsDoNotMeet() throws Exception {
		String tools = IntStream.range(0, 20)
			.mapToObj((i) -> "\"t%d\": {}".formatted(i))
			.collect(Collectors.joining(", ", "{\"registered_tools\": {", "}}"));
		this.registry.write(Kind.TOOLS, tools);
		CyclicBarrier start = new CyclicBarrier(50);
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			List<Future<?>> calls = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				boolean rotates = i % 10 == 0;
				calls.add(threads.submit(() -> {
					start.await();
					return rotates ? rotate(A) : this.registry.service.ensureKeys(KeysRequest.DEFAULTS);
				}));
			}
			for (Future<?> call : calls) {
				call.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.registry.keys.list()).hasSize(22);
		assertThat(this.registry.databases.database()
			.<Integer>read((sql) -> sql.sql("select count(*) from keystore.key").query(Integer.class).single()))
			.isEqualTo(22 + 5);
		assertThat(this.registry.keys.find(A).orElseThrow().version()).isEqualTo(6);
		allValid();
	}

	@Test
	void anAliasUsesTheKeyOfItsTargetUnderItsOwnName() {
		SyncFixture other = new SyncFixture(this.data.resolve("other"),
				IdentityAliases.of(Map.of("agent.one", "agent_two", "lonely", "tools/t")));
		other.coordinator.answer(Kind.AGENTS, "{\"agent.one\": {}, \"agent_two\": {}, \"lonely\": {}}");
		other.write(Kind.TOOLS, "{\"registered_tools\": {\"t\": {}, \"u\": {}}}");
		other.sync();
		assertThat(other.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		assertThat(other.keys.list()).extracting((key) -> key.owner().toString())
			.containsExactly("agents/agent_two", "tools/t", "tools/u");
		JsonObject alias = other.identity(Kind.AGENTS, "agent.one");
		assertThat(alias.findText("public_key"))
			.isEqualTo(other.identity(Kind.AGENTS, "agent_two").findText("public_key"));
		assertThat(recover("agent_registration:agent.one", alias))
			.hasToString(alias.findText("public_key").orElseThrow());
		RotationReport report = other.service.rotate(EntryRef.of(Kind.AGENTS, "agent.one"), true);
		assertThat(report.version()).isEqualTo(2);
		for (String id : List.of("agent.one", "agent_two")) {
			assertThat(other.identity(Kind.AGENTS, id).findText("public_key")).contains(report.address());
		}
		assertThat(other.verdicts()).extracting(EntryVerdict::verdict).containsOnly(Verdict.VALID);
		other.replace(Kind.TOOLS, other.identity(Kind.TOOLS, "u").findText("public_key").orElseThrow(),
				report.address());
		assertThat(other.verdict(Kind.TOOLS, "u").verdict()).isEqualTo(Verdict.WRONG_KEY);
	}

	@Test
	void anEntryThatBecomesAnAliasKeepsItsAddressUntilSomebodyTakesItAway() {
		this.registry.restartWith(IdentityAliases.of(Map.of("a", "b")));
		String own = address("a");
		is("a", Verdict.WRONG_KEY, "uses the key of agents/b", "alias");
		this.registry.sync();
		assertThat(address("a")).isEqualTo(own);
		this.registry.replace(Kind.AGENTS, own, "");
		this.registry.sync();
		assertThat(address("a")).isEqualTo(address("b"));
		allValid();
	}

}
