package dev.registrysync.history;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.registrysync.database.Databases;
import dev.registrysync.history.Base.Side;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.HistoryText;
import dev.registrysync.identity.HistoryText.Columns;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.PersonalMessage;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.Signature;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.Revision;
import dev.registrysync.registry.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A journal of six rows, and what somebody may do to it.
 */
class JournalChainTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final Secp256k1 SECP256K1 = Secp256k1.bouncyCastle();

	@TempDir
	private Path directory;

	private Databases databases;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private SqlHistory history;

	@BeforeEach
	void writeSixRows() {
		this.databases = Databases.sqlite(this.directory);
		open();
		for (int i = 1; i <= 6; i++) {
			this.history.record(revoked(i), "", Instant.EPOCH);
		}
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private static KnownKey revoked(int version) {
		Address address = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();
		return KnownKey.revoked(new KeyFacts(A, version, address), Revision.NONE);
	}

	private void open() {
		open(this.service);
	}

	private void open(InMemoryServiceIdentity identity) {
		this.history = new SqlHistory(this.databases.reopen(), identity, SECP256K1, Retention.DEFAULT, null);
	}

	private void tamper(String statement) {
		HistoryTestAccess.tamper(this.databases.database(), statement);
	}

	private List<Map<String, Object>> rows() {
		return this.databases.database()
			.read((jdbc) -> jdbc.sql("select * from journal order by sequence").query().listOfRows());
	}

	private static Columns columns(Map<String, Object> row, String previous) {
		return new Columns(((Number) row.get("sequence")).longValue(), String.valueOf(row.get("type")),
				((Number) row.get("revision")).longValue(), ((Number) row.get("at")).longValue(),
				String.valueOf(row.get("sync_id")), previous);
	}

	@Test
	void eachRowIsSignedOverTheTextThatIsDocumented() {
		String previous = Sha256.of(new byte[0]);
		for (Map<String, Object> row : rows()) {
			assertThat(row.get("previous")).isEqualTo(previous);
			String text = """
					registry-sync/v1 history
					registry: %s
					sequence: %s
					type: REVOKE
					revision: 0
					at: 0
					run:\s
					previous: %s
					body: %s""".formatted(this.history.registryId(), row.get("sequence"), previous, row.get("body"));
			String signature = String.valueOf(row.get("signature"));
			assertThat(SECP256K1.recover(PersonalMessage.hash(text), Signature.parse(signature)))
				.contains(this.service.find().orElseThrow().address());
			previous = Sha256.of((text + "\nsignature: " + signature).getBytes(StandardCharsets.UTF_8));
			assertThat(row.get("digest")).isEqualTo(previous);
		}
		assertThat(this.history.head()).isEqualTo(new ChainHead(Revision.NONE, previous));
	}

	/**
	 * What can be done to row three.
	 */
	static Stream<String> tamperings() {
		return Stream.of("body = replace(body, '\"version\":3', '\"version\":9')", "body = ' ' || body", "body = ''",
				"body = replace(body, 'agents', '\\u0061gents')", "at = 1", "type = 'NOTE'", "type = 'NONE'",
				"revision = 1", "revision = -1", "sync_id = 'x'", "signature = upper(signature)", "signature = ''",
				"previous = digest", "digest = previous");
	}

	@ParameterizedTest
	@MethodSource("tamperings")
	void aRowThatWasTamperedWithIsFoundAndThoseBeforeAreKept(String change) {
		tamper("update journal set %s where sequence = 3".formatted(change));
		assertGoodUpTo(2);
	}

	@ParameterizedTest
	@MethodSource("tamperings")
	void itIsFoundInTheLastRowToo(String change) {
		tamper("delete from journal where sequence > 3");
		tamper("update journal set %s where sequence = 3".formatted(change));
		assertGoodUpTo(2);
	}

	/**
	 * Somebody signs all rows from the third one on with another key.
	 */
	@Test
	void aJournalThatSomebodyElseSignedAnewIsGoodUpToThere() {
		InMemoryServiceIdentity other = new InMemoryServiceIdentity(7);
		String previous = String.valueOf(rows().get(1).get("digest"));
		for (Map<String, Object> row : rows().subList(2, 6)) {
			String text = HistoryText.of(this.history.registryId(), columns(row, previous),
					String.valueOf(row.get("body")));
			String signature = other.sign(text).hex();
			String digest = Sha256.of((text + "\nsignature: " + signature).getBytes(StandardCharsets.UTF_8));
			tamper("update journal set previous = '%s', signature = '%s', digest = '%s' where sequence = %s"
				.formatted(previous, signature, digest, row.get("sequence")));
			previous = digest;
		}
		tamper("update registry set digest = '%s'".formatted(previous));
		assertGoodUpTo(2);
		assertThat(broken().reason()).contains("not signed by the service's key");
	}

	@Test
	void aRowThatIsDeletedIsFound() {
		tamper("delete from journal where sequence = 3");
		assertGoodUpTo(2);
	}

	@Test
	void rowsThatAreSwappedAreFound() {
		tamper("update journal set sequence = 10 where sequence = 3");
		tamper("update journal set sequence = 3 where sequence = 4");
		tamper("update journal set sequence = 4 where sequence = 10");
		assertGoodUpTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 5 })
	void anEndThatIsMissingIsFound(int left) {
		tamper("delete from journal where sequence > " + left);
		assertGoodUpTo(left);
	}

	@Test
	void anEarlierEndIsNotTakenForTheEndWhileTheServiceRuns() {
		tamper("delete from journal where sequence > 4");
		tamper("update registry set sequence = 4, digest = (select digest from journal where sequence = 4)");
		JournalVerifier verifier = new JournalVerifier(this.history, Clock.systemUTC());
		verifier.verify();
		assertThat(broken().sequence()).isEqualTo(5);
	}

	private ChainBreak broken() {
		return this.history.chain().broken().orElseThrow();
	}

	private void assertGoodUpTo(int count) {
		List<Map<String, Object>> rows = rows();
		open();
		assertThat(this.history.isIntact()).isFalse();
		assertThat(this.history.revoked()).hasSize(count);
		assertThat(broken().table()).isEqualTo("journal");
		assertThat(broken().sequence()).isEqualTo(count + 1);
		assertNothingIsAdded();
		assertThat(rows()).isEqualTo(rows);
	}

	private void assertNothingIsAdded() {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.history.record(revoked(7), "", Instant.EPOCH))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY);
				assertThat(ex.data()).containsEntry("table", "journal").containsEntry("row", broken().sequence());
				assertThat(ex.code().remedy()).contains("restore history");
			});
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.history.note(CAUSE, Instant.EPOCH,
				List.of(new Base("default", Kind.AGENTS, Side.BASE, EntryTable.EMPTY)), ExternalEdits.NONE));
	}

	@Test
	void withoutTheServicesKeyNothingIsAddedToASignedJournal() {
		open(new InMemoryServiceIdentity());
		assertThat(this.history.revoked()).hasSize(6);
		assertThat(broken().sequence()).isEqualTo(1);
		assertThat(broken().reason()).contains("restore the keystore directory");
		assertNothingIsAdded();
	}

	@Test
	void aJournalThatIsCutOrEditedWhileTheServiceRunsIsFoundOnDemand() {
		JournalVerifier verifier = new JournalVerifier(this.history, Clock.systemUTC());
		verifier.verify();
		assertThat(verifier.chain().broken()).isEmpty();
		tamper("update journal set at = 1 where sequence = 4");
		verifier.verify();
		assertThat(broken().sequence()).isEqualTo(4);
		assertNothingIsAdded();
	}

	@Test
	void aJournalThatHasLostItsEndIsNotExtended() {
		tamper("delete from journal where sequence = 6");
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.history.record(revoked(7), "", Instant.EPOCH))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_READ_ONLY));
		assertThat(rows()).hasSize(5);
	}

	@Test
	void nothingIsAddedIfAnotherProcessWasFirst() {
		SqlHistory other = new SqlHistory(this.databases.database(), this.service, SECP256K1, Retention.DEFAULT, null);
		other.record(revoked(7), "", Instant.EPOCH);
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.history.record(revoked(8), "", Instant.EPOCH))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_MOVED));
		assertThat(rows()).hasSize(7);
		assertThat(this.history.isIntact()).isTrue();
	}

	@Test
	void damagedRowsOfABaseAreNamedOnDemand() {
		this.history.note(CAUSE, Instant.EPOCH,
				List.of(new Base("default", Kind.AGENTS, EntryTable.builder().add(A.id(), JsonObject.EMPTY).build())),
				ExternalEdits.NONE);
		tamper("update base set digest = 'x'");
		JournalVerifier verifier = new JournalVerifier(this.history, Clock.systemUTC());
		assertThat(verifier.last().damaged()).isEmpty();
		verifier.verify();
		assertThat(verifier.last().damaged()).containsExactly(new Damage("base", "default agents/a", Damage.REASON));
		assertThat(this.history.isIntact()).isTrue();
	}

}
