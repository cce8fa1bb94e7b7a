package dev.registrysync.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import dev.registrysync.history.HistoryRestore;
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
 * Nine lines: two commits, a note and a commit, each followed by its run, and a
 * revocation; somebody breaks one, and an operator restores the history.
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
	void nineLines() throws IOException {
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
		assertThat(lines()).hasSize(9);
	}

	private Path journal() {
		return this.data.resolve("history/journal");
	}

	private List<String> lines() throws IOException {
		return new ArrayList<>(Files.readAllLines(journal()));
	}

	private Optional<HistoryRestore> restore() {
		OfflineHistory history = OfflineHistory.read(this.data.resolve("history"), this.fixture.keys.service(),
				SECP256K1);
		List<RegistryDocument> documents = List.of(this.fixture.ports.find(Kind.AGENTS).orElseThrow(),
				this.fixture.ports.find(Kind.TOOLS).orElseThrow());
		AttestationProof proof = new AttestationProof(SECP256K1, history.registryId(), this.fixture.keys);
		Map<EntryRef, AttestedContent> proven = new HashMap<>();
		documents.forEach((document) -> document.ids()
			.forEach((id) -> proof.find(document.find(id).orElseThrow())
				.ifPresent((content) -> proven.put(new EntryRef(document.kind(), id), content))));
		Optional<HistoryRestore> restore = history.findRestore(proven);
		restore
			.ifPresent((plan) -> history.restore(plan, documents, "operator", Instant.parse("2026-11-25T12:00:00Z")));
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
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8, 9 })
	void whateverLineIsBrokenTheServiceGoesOnConvergesAndLaundersNoEdit(int line) throws IOException {
		Map<String, Verdict> verdicts = verdicts();
		assertThat(verdicts).containsEntry("a", Verdict.INVALID_CONTENT).containsEntry("t", Verdict.VALID);
		List<String> lines = lines();
		lines.set(line - 1, lines.get(line - 1).replace("\"revision\":", "\"revision\": "));
		Files.write(journal(), lines);
		byte[] broken = Files.readAllBytes(journal());
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isFalse();
		assertThat(restore()).isPresent();
		assertThat(this.data.resolve("history/journal.2026-11-25T120000Z.broken")).hasBinaryContent(broken);
		assertThat(lines()).hasSize(line).last().asString().contains("\"type\":\"RESTORE\"", "\"by\":\"operator\"");
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isTrue();
		assertThat(this.fixture.history.revision().number()).isEqualTo(3);
		assertThat(verdicts()).isEqualTo(verdicts);
		this.fixture.sync();
		SyncReport again = this.fixture.sync();
		assertThat(again.outcome()).isEqualTo(Outcome.NO_CHANGE);
		assertThat(verdicts()).isEqualTo(verdicts);
		assertThat(this.fixture.keys.revoked()).hasSize(1);
		this.fixture.coordinator.answer(Kind.TOOLS, "{\"t\": {\"description\": \"newest\"}}");
		assertThat(this.fixture.sync().revision()).isEqualTo(4);
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isTrue();
		assertThat(restore()).isEmpty();
	}

	@Test
	void aJournalThatLostItsEndIsNoticedByWhatTheRegistriesProve() throws IOException {
		Files.write(journal(), lines().subList(0, 4));
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
	void theServiceOnlyReadsIfTheRegistriesProveThatTheEndIsLost() throws IOException {
		this.fixture.service.patch(OperatorEdit.ofEntry(Kind.TOOLS, "t",
				"{\"notes\": \"x\"}".getBytes(StandardCharsets.UTF_8), new IfMatch(Optional.empty())));
		assertThat(this.fixture.history.revision().number()).isEqualTo(4);
		Files.write(journal(), lines().subList(0, 9));
		this.fixture.restart();
		assertThat(this.fixture.history.isIntact()).isFalse();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.fixture::sync)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY))
			.satisfies((ex) -> assertThat(ex.data()).containsEntry("line", 10L))
			.withMessageContaining("revision 4");
		assertThat(restore()).isPresent();
		this.fixture.restart();
		assertThat(this.fixture.history.revision().number()).isEqualTo(4);
		assertThat(verdicts()).containsEntry("t", Verdict.VALID);
		assertThat(this.fixture.sync().revision()).isEqualTo(4);
	}

	@Test
	void aBaseThatIsNotWhatTheJournalSaysIsTakenAsItIsOrLeftOut() throws IOException {
		Path base = this.data.resolve("history/base.default.agents");
		Files.write(base, " ".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
		assertThat(restore()).isPresent();
		this.fixture.restart();
		assertThat(this.fixture.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
		Files.writeString(base, "{");
		assertThat(restore()).isPresent();
		this.fixture.restart();
		this.fixture.sync();
		assertThat(this.fixture.sync().outcome()).isEqualTo(Outcome.NO_CHANGE);
	}

	@Test
	void aFileThatNamesNoSourceIsPassedOver() throws IOException {
		Files.writeString(this.data.resolve("history/base.%zz.agents"), "{}");
		Files.write(journal(), lines().subList(0, 4));
		assertThat(restore()).isPresent();
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
