package dev.registrysync.history;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.history.Publications.Publication;
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

@ParameterizedClass
@EnumSource(TestEngine.class)
class RetentionTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final EntryRef EDITED = EntryRef.of(Kind.TOOLS, "edited");

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Retention TEN = new Retention(10, Duration.ZERO, 10);

	private static final Address ADDRESS = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();

	@TempDir
	private Path directory;

	@Parameter
	private TestEngine engine;

	private Databases databases;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private SqlHistory history;

	private Optional<RegistryDocument> last = Optional.empty();

	@BeforeEach
	void create() {
		this.databases = Databases.create(this.engine, this.directory);
		open();
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private void open() {
		open(TEN);
	}

	private long count(String table) {
		return this.databases.database()
			.read((jdbc) -> jdbc.sql("select count(*) from " + table).query(Long.class).single());
	}

	private List<String> journal() {
		return HistoryTestAccess.journal(this.databases.database()).lines().toList();
	}

	private void open(Retention retention) {
		this.history = new SqlHistory(this.databases.reopen(), this.service, Secp256k1.bouncyCastle(), retention, null);
	}

	private static Entry entry(EntryRef ref, long value) {
		return new Entry(ref, JsonObject.of("k", new JsonNumber(Long.toString(value))));
	}

	private static RegistryDocument document(long value) {
		return RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY)
			.with(List.of(entry(A, value)), new DocumentStamp(Instant.EPOCH));
	}

	private void commit(long revision) {
		commit(revision, START.plus(Duration.ofHours(revision)));
	}

	private void commit(long revision, Instant at) {
		commit(revision, at, CAUSE, document(revision));
	}

	private void commit(long revision, Instant at, Cause cause, RegistryDocument document) {
		Commit commit = commitOf(revision, at, cause, document);
		RegistryDocument copy = RegistryDocument.parse(Kind.AGENTS, document.bytes());
		this.history.commit(commit);
		this.history.publications().end(Kind.AGENTS, new Publication(commit.revision(), ""));
		this.last = Optional.of(copy);
	}

	private Commit commitOf(long revision, Instant at, Cause cause, RegistryDocument document) {
		AttestedContent content = new AttestedContent(ContentDigest.of(entry(A, revision).members()),
				new Revision(revision), 1);
		EntryTable base = EntryTable.builder().add(A.id(), entry(A, revision).members()).build();
		return new Commit(new Revision(revision), cause, at,
				Map.of(Kind.AGENTS, new Replacement(this.last, false, document)), Map.of(A, content),
				Map.of(A, new CommittedKey(1, ADDRESS, null)), List.of(new Base("default", Kind.AGENTS, base)),
				ExternalEdits.NONE);
	}

	private void commits(long from, long to) {
		for (long revision = from; revision <= to; revision++) {
			commit(revision);
		}
	}

	private static List<Long> revisions(SqlHistory history) {
		return history.revisions().stream().map((kept) -> kept.revision().number()).toList();
	}

	@Test
	void theNewestAreKeptAndBeyondThemTheYoungButNotTooMany() {
		Retention retention = new Retention(3, Duration.ofDays(10), 6);
		assertThat(kept(retention, 100, 90, 80, 70)).containsExactly(90, 80, 70);
		assertThat(kept(retention, 100, 9, 8, 7, 6)).containsExactly(9, 8, 7, 6);
		assertThat(kept(retention, 9, 8, 7, 6, 5, 4, 3, 2)).containsExactly(7, 6, 5, 4, 3, 2);
		assertThat(kept(retention, 500)).containsExactly(500);
		assertThat(kept(retention)).isEmpty();
	}

	/** What is kept of revisions that are so many days old. */
	private static List<Integer> kept(Retention retention, Integer... days) {
		List<KeptRevision> all = new ArrayList<>();
		for (int i = 0; i < days.length; i++) {
			all.add(new KeptRevision(new Revision(i + 1), START.minus(Duration.ofDays(days[i]))));
		}
		int dropped = retention.dropped(all, START).size();
		return List.of(days).subList(dropped, days.length);
	}

	@Test
	void aCheckpointSaysAllThatTheDroppedLinesSaid() {
		KnownKey revoked = KnownKey.revoked(new KeyFacts(EDITED, 1, ADDRESS), Revision.NONE);
		this.history.note(CAUSE, Instant.EPOCH, List.of(),
				new ExternalEdits(Map.of(EDITED, entry(EDITED, 7)), Set.of()));
		this.history.record(revoked, "", START);
		commits(1, 60);
		open();
		assertThat(this.history.edited()).containsExactly(EDITED);
		assertThat(this.history.revoked()).containsExactly(revoked);
		assertThat(this.history.findKey(A)).contains(new CommittedKey(1, ADDRESS, null));
		assertThat(this.history.base("default", Kind.AGENTS).find(A.id())).contains(entry(A, 60).members());
		assertThat(this.history.registryId()).isNotNull();
	}

	@Test
	void theRevisionThatAFileWasWrittenOfIsKept() {
		commits(1, 5);
		this.history.publications().end(Kind.AGENTS, new Publication(new Revision(3), ""));
		for (long revision = 6; revision <= 40; revision++) {
			this.history.commit(commitOf(revision, START.plus(Duration.ofHours(revision)), CAUSE, document(revision)));
			this.last = Optional.of(document(revision));
		}
		assertThat(revisions(this.history)).startsWith(3L);
		assertThat(this.history.findDocument(Kind.AGENTS, new Revision(3))).map(RegistryDocument::digest)
			.contains(document(3).digest());
	}

	@Test
	void manyRevisionsLeaveNoMoreBehindThanTheNewest() {
		commits(1, 200);
		assertThat(count("journal")).isBetween(11L, 16L);
		assertThat(count("entry_version")).isLessThan(15);
		assertThat(count("document")).isLessThan(15);
		assertThat(revisions(this.history)).hasSizeBetween(10, 13).endsWith(199L, 200L);
		ChainStatus chain = this.history.chain();
		assertThat(chain.rows()).isEqualTo(200);
		open();
		assertThat(this.history.isIntact()).isTrue();
		assertThat(this.history.chain()).isEqualTo(chain);
		assertThat(revisions(this.history)).endsWith(199L, 200L);
		assertThat(this.history.find(A).orElseThrow().revision().number()).isEqualTo(200);
		assertThat(this.history.findOriginal(A)).contains(entry(A, 200));
		assertThat(this.history.verify()).isEmpty();
		revisions(this.history)
			.forEach((revision) -> assertThat(this.history.documentsAt(new Revision(revision)).get(Kind.AGENTS).bytes())
				.isEqualTo(document(revision).bytes()));
	}

	@Test
	void theEndOfTheChainAndTheNumbersOfLaterRowsStay() {
		open(new Retention(1000, Duration.ZERO, 1000));
		commits(1, 30);
		List<String> whole = journal();
		ChainHead head = this.history.head();
		open();
		commit(31);
		List<String> compacted = journal();
		assertThat(compacted.get(0)).startsWith("{\"type\":\"CHECKPOINT\",\"revision\":21,");
		assertThat(compacted.subList(1, 10)).isEqualTo(whole.subList(21, 30));
		String previous = this.databases.database()
			.read((jdbc) -> jdbc.sql("select previous from journal where sequence = 31").query(String.class).single());
		assertThat(previous).isEqualTo(head.digest());
		HistoryTestAccess.tamper(this.databases.database(), "update journal set sync_id = 'ran' where sequence = 26");
		open();
		assertThat(this.history.chain().broken())
			.hasValueSatisfying((broken) -> assertThat(broken.sequence()).isEqualTo(26));
		assertThat(this.history.revision().number()).isEqualTo(25);
	}

	@ParameterizedTest
	@ValueSource(strings = { "body = replace(body, 'entries', 'entires')", "previous = digest", "revision = 1",
			"sequence = 1", "signature = ''" })
	void aCheckpointThatWasTamperedWithIsNoticed(String change) {
		commits(1, 20);
		assertThat(journal().get(0)).contains("CHECKPOINT");
		HistoryTestAccess.tamper(this.databases.database(),
				"update journal set %s where type = 'CHECKPOINT'".formatted(change));
		open();
		assertThat(this.history.isIntact()).isFalse();
	}

	/**
	 * The entries that nothing behind the checkpoint has changed are what that says.
	 */
	@Test
	void anEntryThatOnlyTheCheckpointVouchesForCannotBeTamperedWith() {
		this.history.note(CAUSE, Instant.EPOCH, List.of(),
				new ExternalEdits(Map.of(EDITED, entry(EDITED, 7)), Set.of()));
		commits(1, 20);
		open();
		assertThat(this.history.isIntact()).isTrue();
		HistoryTestAccess.tamper(this.databases.database(), "delete from entry where kind = 'tools'");
		open();
		assertThat(this.history.isIntact()).isFalse();
	}

	@Test
	void manyNotesMakeNoLongJournalAndCostNoRevision() {
		commit(1);
		String head = "";
		for (int i = 0; i < 120; i++) {
			this.history.note(CAUSE, Instant.EPOCH, List.of(),
					new ExternalEdits(Map.of(EDITED, entry(EDITED, i)), Set.of()));
			head = this.history.head().digest();
		}
		assertThat(journal()).hasSizeLessThan(112);
		open();
		assertThat(this.history.isIntact()).isTrue();
		assertThat(this.history.head().digest()).isEqualTo(head);
		assertThat(this.history.chain().rows()).isEqualTo(121);
		assertThat(revisions(this.history)).containsExactly(1L);
		assertThat(this.history.findOriginal(A)).contains(entry(A, 1));
	}

	@Test
	void changesThatAreDroppedAreNamedAsCompactedHoweverFewRevisionsAreKept() {
		open(new Retention(1, Duration.ZERO, 1));
		for (long revision = 1; revision <= 6; revision++) {
			Details details = () -> Stream.of(new RunDetail(A, Optional.of("updated"), JsonObject.EMPTY));
			commit(revision, START, new Cause("run-" + revision, "api", "local", details), document(revision));
			assertThat(changes()).isIn(List.of(), LongStream.rangeClosed(1, revision).boxed().toList());
		}
	}

	/**
	 * The revisions that the change feed has from the first one on; none if it lacks
	 * some.
	 */
	private List<Long> changes() {
		try {
			return this.history.changes()
				.after(Revision.NONE, 0, 100)
				.stream()
				.map((change) -> change.revision().number())
				.toList();
		}
		catch (ProblemException ex) {
			assertThat(ex.code()).isEqualTo(ProblemCode.EVENTS_COMPACTED);
			return List.of();
		}
	}

	@Test
	void theCommitStandsIfWhatIsDueCannotBeDropped() {
		commits(1, 11);
		HistoryTestAccess.tamper(this.databases.database(), "update journal set at = 1 where sequence = 2");
		commit(12);
		assertThat(journal()).hasSize(12).last().asString().contains("\"revision\":12");
		assertThat(this.history.isIntact()).isFalse();
	}

}
