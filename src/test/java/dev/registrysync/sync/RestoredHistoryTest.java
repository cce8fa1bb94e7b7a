package dev.registrysync.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.history.HistoryRestore;
import dev.registrysync.history.HistoryTestAccess;
import dev.registrysync.history.OfflineHistory;
import dev.registrysync.identity.AttestationProof;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.EntryVerdict;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Verdict;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Five rows: two commits, a note, a commit and a revocation; somebody breaks one, and an
 * operator restores the history.
 */
class RestoredHistoryTest {

	private static final String RUNTIME = "{\"a\": {\"description\": \"%s\"}, \"b\": {\"description\": \"b\"}}";

	private static final EntryRef B = EntryRef.of(Kind.AGENTS, "b");

	private static final Secp256k1 SECP256K1 = Secp256k1.bouncyCastle();

	@TempDir
	private Path data;

	@AutoClose
	private SyncFixture fixture;

	@BeforeEach
	void sixRows() {
		this.fixture = new SyncFixture(this.data);
		this.fixture.coordinator.answer(Kind.AGENTS, RUNTIME.formatted("one"));
		this.fixture.coordinator.answer(Kind.TOOLS, "{\"t\": {}}");
		this.fixture.sync();
		this.fixture.coordinator.answer(Kind.AGENTS, RUNTIME.formatted("two"));
		this.fixture.sync();
		this.fixture.replace(Kind.AGENTS, "\"two\"", "\"edited\"");
		this.fixture.sync();
		this.fixture.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"new\"}}");
		this.fixture.sync();
		this.fixture.service.revoke(B, new RevokeRequest(null, 1L, null, null, null));
		assertThat(rows()).hasSize(6);
	}

	private List<String> rows() {
		return this.fixture.journal().lines().toList();
	}

	private void tamper(String statement) {
		HistoryTestAccess.tamper(this.fixture.databases.database(), statement);
	}

	private Optional<HistoryRestore> restore() {
		OfflineHistory history = OfflineHistory
			.find(this.fixture.databases.database(), this.fixture.keys.service(), SECP256K1)
			.orElseThrow();
		List<RegistryDocument> documents = List.of(this.fixture.ports.find(Kind.AGENTS).orElseThrow(),
				this.fixture.ports.find(Kind.TOOLS).orElseThrow());
		AttestationProof proof = new AttestationProof(SECP256K1, history.registryId(), this.fixture.keys);
		Map<EntryRef, AttestedContent> proven = new HashMap<>();
		documents.forEach((document) -> document.ids()
			.forEach((id) -> proof.find(document.find(id).orElseThrow())
				.ifPresent((content) -> proven.put(new EntryRef(document.kind(), id), content))));
		Optional<HistoryRestore> restore = history.findRestore(proven);
		restore.ifPresent((plan) -> history.restore(plan, documents, this.data.resolve("state"), "operator",
				Instant.parse("2026-11-25T12:00:00Z")));
		return restore;
	}

	private Map<String, Verdict> verdicts() {
		Map<String, Verdict> verdicts = new HashMap<>();
		for (EntryVerdict verdict : this.fixture.verdicts()) {
			verdicts.put(verdict.id(), verdict.verdict());
		}
		return verdicts;
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6 })
	void whateverRowIsBrokenTheServiceGoesOnConvergesAndLaundersNoEdit(int row) throws IOException {
		Map<String, Verdict> verdicts = verdicts();
		assertThat(verdicts).containsEntry("a", Verdict.INVALID_CONTENT).containsEntry("t", Verdict.VALID);
		tamper("update journal set at = 1 where sequence = " + row);
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isFalse();
		assertThat(restore()).isPresent();
		assertThat(Files.readAllLines(this.data.resolve("state/journal.2026-11-25T120000Z.broken"))).hasSize(7 - row);
		assertThat(rows()).hasSize(row).last().asString().contains("\"type\":\"RESTORE\"", "\"by\":\"operator\"");
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isTrue();
		assertThat(this.fixture.history.revision().number()).isEqualTo(4);
		assertThat(verdicts()).isEqualTo(verdicts);
		this.fixture.sync();
		SyncReport again = this.fixture.sync();
		assertThat(again.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(verdicts()).isEqualTo(verdicts);
		assertThat(this.fixture.keys.revoked()).hasSize(1);
		this.fixture.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"newest\"}}");
		assertThat(this.fixture.sync().revision()).isEqualTo(5);
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isTrue();
		assertThat(restore()).isEmpty();
	}

	/**
	 * An older database beside newer files.
	 */
	private void goBackTo(int row) {
		tamper("delete from journal where sequence > " + row);
		tamper("delete from entry where sequence > " + row);
		tamper("""
				insert into entry select kind, id, position, text, text_digest, content, content_revision,
					content_key_version, address, key_version, succeeds, original, withdrawn, revision, sequence, digest
				from entry_version where sequence <= %1$d and to_sequence > %1$d and sequence > 0""".formatted(row));
		tamper("delete from entry_version where to_sequence > " + row);
		tamper("delete from document where sequence > " + row);
		tamper("update document set to_revision = null, to_sequence = null where to_sequence > " + row);
		tamper("""
				update registry set sequence = %1$d, digest = (select digest from journal where sequence = %1$d),
					revision = (select revision from journal where sequence = %1$d)""".formatted(row));
	}

	@Test
	void aHistoryThatLostItsEndIsNoticedByWhatTheRegistriesProve() {
		goBackTo(2);
		assertThat(restore()).hasValueSatisfying((plan) -> {
			assertThat(plan.good().number()).isEqualTo(2);
			assertThat(plan.revision().number()).isEqualTo(3);
			assertThat(plan.proven()).isEqualTo(1);
		});
		this.fixture.restart();
		assertThat(this.fixture.history.revision().number()).isEqualTo(3);
		assertThat(verdicts()).containsEntry("t", Verdict.VALID).containsEntry("a", Verdict.INVALID_CONTENT);
	}

	@Test
	void theServiceOnlyReadsIfTheRegistriesProveThatTheEndIsLost() {
		this.fixture.service.patch(OperatorEdit.ofEntry(Kind.TOOLS, "t",
				"{\"notes\": \"x\"}".getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
		assertThat(this.fixture.history.revision().number()).isEqualTo(5);
		goBackTo(6);
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isFalse();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.fixture::sync)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY))
			.satisfies((ex) -> assertThat(ex.data()).containsEntry("table", "journal").containsEntry("row", 7L))
			.withMessageContaining("revision 5");
		assertThat(restore()).isPresent();
		this.fixture.restart();
		assertThat(this.fixture.history.revision().number()).isEqualTo(5);
		assertThat(verdicts()).containsEntry("t", Verdict.VALID);
		assertThat(this.fixture.sync().revision()).isEqualTo(5);
	}

	@Test
	void aBaseThatIsNotWhatWasWrittenIsLeftOut() {
		tamper("update base set digest = 'x'");
		assertThat(restore()).isPresent();
		this.fixture.restart();
		this.fixture.sync();
		assertThat(this.fixture.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(restore()).isEmpty();
	}

	/**
	 * What the attestations prove is learned again; an entry that was edited is not made
	 * valid by that.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "update entry set text = original where kind = 'agents' and id = 'a'",
			"update entry set content = null where id = 't'", "update entry set digest = 'x' where id = 'a'",
			"update entry set kind = 'bgents' where id = 'a'", "update entry set id = '' where id = 't'",
			"update entry set revision = -1 where id = 'b'",
			"update document set kind = 'bgents' where kind = 'agents'", "update registry set revision = -1",
			"delete from entry where id = 'b'", "delete from entry" })
	void entriesThatAreNotWhatWasWrittenAreLearnedFromTheirAttestations(String statement) {
		Map<String, Verdict> verdicts = verdicts();
		tamper(statement);
		assertThat(restore()).isPresent();
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isTrue();
		assertThat(verdicts()).isEqualTo(verdicts);
		this.fixture.sync();
		assertThat(verdicts()).isEqualTo(verdicts);
		assertThat(this.fixture.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(restore()).isEmpty();
	}

	@Test
	void aDamagedRowDoesNotStandInTheWayOfTheOneBeforeIt() {
		tamper("update journal set at = 1 where sequence = 4");
		tamper("update entry set sequence = 1 where id = 't'");
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isFalse();
		assertThat(restore()).isPresent();
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isTrue();
		assertThat(verdicts()).containsEntry("t", Verdict.VALID);
	}

	@Test
	void anAttestationOfAnotherRegistryOrEntryProvesNothing() {
		Entry tool = this.fixture.ports.find(Kind.TOOLS).orElseThrow().find(new EntryId("t")).orElseThrow();
		AttestationProof proof = new AttestationProof(SECP256K1, this.fixture.history.registryId(), this.fixture.keys);
		assertThat(proof.find(tool)).isEqualTo(this.fixture.history.find(tool.ref()));
		assertThat(proof.find(new Entry(EntryRef.of(Kind.TOOLS, "u"), tool.members()))).isEmpty();
		assertThat(new AttestationProof(SECP256K1, new UUID(0, 0), this.fixture.keys).find(tool)).isEmpty();
	}

}
