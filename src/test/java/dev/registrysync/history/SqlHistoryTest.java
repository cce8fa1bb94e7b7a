package dev.registrysync.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.history.Base.Side;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ParameterizedClass
@EnumSource(TestEngine.class)
class SqlHistoryTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "../a \"é");

	@TempDir
	private Path directory;

	@Parameter
	private TestEngine engine;

	private Databases databases;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private SqlHistory history;

	@BeforeEach
	void create() {
		this.databases = Databases.create(this.engine, this.directory);
		open();
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private void tamper(String statement) {
		HistoryTestAccess.tamper(this.databases.database(), statement);
	}

	private void open() {
		this.history = new SqlHistory(this.databases.reopen(), this.service, Secp256k1.bouncyCastle(),
				Retention.DEFAULT, null);
	}

	private static EntryTable table(int value) {
		return EntryTable.builder().add(A.id(), JsonObject.of("k", new JsonNumber(Integer.toString(value)))).build();
	}

	private static Commit commit(long revision, int value) {
		return new Commit(new Revision(revision), CAUSE, Instant.EPOCH,
				Map.of(Kind.AGENTS, new Replacement(Optional.empty(), false, document(value))),
				Map.of(A, content(revision, value)), Map.of(A, key(value)),
				List.of(new Base("main source", Kind.AGENTS, table(value))), ExternalEdits.NONE);
	}

	private static RegistryDocument document(int value) {
		return RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY)
			.with(List.of(entry(value)), new DocumentStamp(Instant.EPOCH));
	}

	private static Entry entry(int value) {
		return new Entry(A, JsonObject.of("k", new JsonNumber(Integer.toString(value))));
	}

	private static CommittedKey key(int version) {
		Address older = Address.find("0x70997970C51812dc3A010C7d01b50e0d17dc79C8").orElseThrow();
		return new CommittedKey(version, Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow(),
				(version > 10) ? older : null);
	}

	private static AttestedContent content(long revision, int value) {
		return new AttestedContent(ContentDigest.of(JsonObject.of("k", new JsonNumber(Integer.toString(value)))),
				new Revision(revision), 1);
	}

	private void publish(Commit commit) {
		this.history.commit(commit);
	}

	private void reopen() {
		this.history = new SqlHistory(this.databases.reopen(), this.service, Secp256k1.bouncyCastle(),
				Retention.DEFAULT, null);
	}

	private int base() {
		return this.history.base("main source", Kind.AGENTS)
			.find(A.id())
			.flatMap((entry) -> entry.find("k"))
			.map((value) -> Integer.parseInt(value.toString()))
			.orElse(-1);
	}

	@Test
	void beginsEmptyWithAnIdOfItsOwn() {
		assertThat(this.history.revision()).isEqualTo(Revision.NONE);
		assertThat(this.history.find(A)).isEmpty();
		assertThat(this.history.findLastChange(Kind.AGENTS)).isEmpty();
		String id = this.history.registryId().toString();
		reopen();
		assertThat(this.history.registryId()).hasToString(id);
	}

	@Test
	void remembersCommits() {
		publish(commit(1, 10));
		publish(commit(2, 20));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.revision().number()).isEqualTo(2);
			assertThat(this.history.find(A)).contains(content(2, 20));
			assertThat(this.history.findKey(A)).contains(key(20));
			assertThat(this.history.findCommitted(Kind.AGENTS)).map(RegistryDocument::digest)
				.contains(document(20).digest());
			assertThat(this.history.findLastChange(Kind.AGENTS)).map(KeptRevision::revision).contains(new Revision(2));
			assertThat(this.history.findLastChange(Kind.TOOLS)).isEmpty();
			assertThat(base()).isEqualTo(20);
			reopen();
		}
	}

	@Test
	void theBaseMayMoveWithoutARevision() {
		publish(commit(1, 10));
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("main source", Kind.AGENTS, table(30))),
				ExternalEdits.NONE);
		assertThat(base()).isEqualTo(30);
		reopen();
		assertThat(base()).isEqualTo(30);
		assertThat(this.history.revision().number()).isEqualTo(1);
		assertThat(this.history.base("other", Kind.AGENTS).has(new EntryId("x"))).isFalse();
	}

	@Test
	void knowsAnEntryAsItWasAttested() throws IOException {
		publish(commit(1, 10));
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.findOriginal(A)).contains(entry(10));
			assertThat(this.history.findOriginal(EntryRef.of(Kind.AGENTS, "other"))).isEmpty();
			reopen();
		}
		this.history.note(CAUSE, Instant.EPOCH, List.of(), new ExternalEdits(Map.of(A, entry(10)), Set.of()));
		Commit edited = new Commit(new Revision(2), CAUSE, Instant.EPOCH,
				Map.of(Kind.AGENTS, new Replacement(Optional.of(document(10)), false, document(77))), Map.of(),
				Map.of(), List.of(), ExternalEdits.NONE);
		publish(edited);
		reopen();
		assertThat(this.history.edited()).containsExactly(A);
		assertThat(this.history.findOriginal(A)).contains(entry(10));
		publish(commit(3, 30));
		assertThat(this.history.edited()).isEmpty();
		assertThat(this.history.findOriginal(A)).contains(entry(30));
		this.history.note(CAUSE, Instant.EPOCH, List.of(), new ExternalEdits(Map.of(), Set.of(A)));
		reopen();
		assertThat(this.history.find(A)).isEmpty();
		assertThat(this.history.attested(Kind.AGENTS)).isEmpty();
	}

	@Test
	void remembersTheEarliestThatWasSaidOfARevocation() {
		publish(commit(1, 10));
		KeyFacts facts = new KeyFacts(A, 1, key(1).address());
		this.history.record(KnownKey.revoked(facts, new Revision(1)), "", Instant.EPOCH);
		this.history.record(KnownKey.revoked(facts, Revision.NONE), "", Instant.EPOCH);
		for (int i = 0; i < 2; i++) {
			assertThat(this.history.revoked()).containsExactly(KnownKey.revoked(facts, Revision.NONE));
			assertThat(this.history.find(A)).contains(content(1, 10));
			assertThat(this.history.revision().number()).isEqualTo(1);
			reopen();
		}
	}

	@Test
	void whatWasPushedIsKeptBesideTheBase() {
		publish(commit(1, 10));
		assertThat(this.history.pushed("main source", Kind.AGENTS).isEmpty()).isTrue();
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("main source", Kind.AGENTS, Side.PUSHED, table(30))),
				ExternalEdits.NONE);
		reopen();
		assertThat(base()).isEqualTo(10);
		assertThat(this.history.pushed("main source", Kind.AGENTS).sameEntries(table(30))).isTrue();
		assertThat(this.history.revision().number()).isEqualTo(1);
	}

	@Test
	void aBaseLosesTheEntriesThatItsSourceLoses() {
		EntryTable two = EntryTable.builder()
			.addFrom(table(10), A.id())
			.add(new EntryId("b"), JsonObject.EMPTY)
			.build();
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("s", Kind.AGENTS, two)), ExternalEdits.NONE);
		reopen();
		assertThat(this.history.base("s", Kind.AGENTS).isSame(two)).isTrue();
		assertThat(this.history.sources()).containsExactly("s");
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("s", Kind.AGENTS, table(10))), ExternalEdits.NONE);
		reopen();
		assertThat(this.history.base("s", Kind.AGENTS).isSame(table(10))).isTrue();
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("s", Kind.AGENTS, EntryTable.EMPTY)),
				ExternalEdits.NONE);
		assertThat(this.history.sources()).isEmpty();
	}

	@Test
	void whatOneBaseLosesTheOthersKeep() {
		List<Base> all = List.of(new Base("s", Kind.AGENTS, table(10)), new Base("t", Kind.AGENTS, table(10)),
				new Base("s", Kind.TOOLS, table(10)), new Base("s", Kind.AGENTS, Side.PUSHED, table(10)));
		this.history.note(CAUSE, Instant.EPOCH, all, ExternalEdits.NONE);
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("s", Kind.AGENTS, EntryTable.EMPTY)),
				ExternalEdits.NONE);
		reopen();
		assertThat(this.history.base("s", Kind.AGENTS).isEmpty()).isTrue();
		assertThat(this.history.base("t", Kind.AGENTS).isSame(table(10))).isTrue();
		assertThat(this.history.base("s", Kind.TOOLS).isSame(table(10))).isTrue();
		assertThat(this.history.pushed("s", Kind.AGENTS).isSame(table(10))).isTrue();
		this.history.note(CAUSE, Instant.EPOCH, List.of(new Base("s", Kind.AGENTS, Side.PUSHED, EntryTable.EMPTY)),
				ExternalEdits.NONE);
		reopen();
		assertThat(this.history.pushed("s", Kind.AGENTS).isEmpty()).isTrue();
	}

	@Test
	void aDamagedTextIsNoticedWhenItIsReadAndNamedOnDemand() {
		publish(commit(1, 10));
		tamper("update entry set text = (select text from document)");
		reopen();
		assertThat(this.history.isIntact()).isTrue();
		assertUnreadable(() -> this.history.findOriginal(A), "entry");
		assertUnreadable(() -> this.history.documentsAt(new Revision(1)), "entry");
		assertThat(this.history.verify()).extracting(Damage::table).containsExactly("entry");
		OfflineHistory offline = OfflineHistory.find(this.databases.database(), this.service, Secp256k1.bouncyCastle())
			.orElseThrow();
		assertUnreadable(() -> offline.document(Kind.AGENTS, new Revision(1)), "entry");
	}

	private static void assertUnreadable(Runnable reading, String table) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(reading::run).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_UNREADABLE);
			assertThat(ex.data()).containsEntry("table", table);
		});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "content_revision = 2", "key_version = 11", "address = null", "content = null", "position = 7",
					"digest = 'x'", "id = 'b'", "id = ''", "kind = 'bgents'", "revision = -1", "original = text" })
	void anEntryThatWasTamperedWithMakesTheHistoryReadOnly(String change) {
		publish(commit(1, 10));
		tamper("update entry set " + change);
		reopen();
		assertThat(this.history.isIntact()).isFalse();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this.history::requireWritable)
			.satisfies((ex) -> assertThat(ex.data()).containsEntry("table", "entry").containsEntry("row", 1L));
	}

	@ParameterizedTest
	@ValueSource(strings = { "delete from entry", "delete from entry_version", "delete from document" })
	void rowsThatAreMissingMakeTheHistoryReadOnly(String statement) {
		publish(commit(1, 10));
		publish(commit(2, 20));
		tamper(statement);
		reopen();
		assertThat(this.history.isIntact()).isFalse();
	}

	@Test
	void aDamagedBaseIsNoticed() {
		publish(commit(1, 10));
		tamper("update base set digest = 'x'");
		reopen();
		assertUnreadable(this::base, "base");
	}

	@Test
	void remembersTheAddressesOfAnEntryInTheirOrder() {
		publish(commit(1, 1));
		publish(commit(2, 20));
		List<Long> versions = this.databases.database()
			.read((jdbc) -> jdbc
				.sql("""
						select key_version from entry_version union all select key_version from entry order by key_version""")
				.query(Long.class)
				.list());
		assertThat(versions).containsExactly(1L, 20L);
	}

	/**
	 * Somebody writes into the file: what the commit makes of it is kept to the byte,
	 * members that are no entries and the order included.
	 */
	@Test
	void aDocumentIsWhatItWasToTheByteWhateverSomebodyWroteIntoIt() {
		String text = "{ \"x\": 1, \"registered_agents\": {%s },\n\"y\": [\"é\"]}";
		List<String> entries = List.of("\"a\": {} , \"b\":{\"k\": 1}\n",
				"\"b\":{\"k\": 1}, \"\": {},\"a\": {}, \"c\": 5",
				"\"\": 1, \"z\": {},\n\"b\":{\"k\": 1}, \"a\": {\"k\": 2}", "\"\": 1", "");
		Optional<RegistryDocument> before = Optional.empty();
		for (int i = 0; i < entries.size(); i++) {
			RegistryDocument document = RegistryDocument.parse(Kind.AGENTS,
					text.formatted(entries.get(i)).getBytes(StandardCharsets.UTF_8));
			publish(new Commit(new Revision(i + 1), CAUSE, Instant.EPOCH,
					Map.of(Kind.AGENTS,
							new Replacement((i == 2) ? Optional.of(document(5)) : before, i != 2, document)),
					Map.of(), Map.of(), List.of(), ExternalEdits.NONE));
			before = Optional.of(document);
		}
		reopen();
		for (int i = 0; i < entries.size(); i++) {
			assertThat(this.history.documentsAt(new Revision(i + 1)).get(Kind.AGENTS).bytes())
				.isEqualTo(text.formatted(entries.get(i)).getBytes(StandardCharsets.UTF_8));
		}
		assertThat(this.history.isIntact()).isTrue();
	}

}
