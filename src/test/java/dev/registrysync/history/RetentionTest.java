package dev.registrysync.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.identity.Address;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.CommittedKey;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.KeyFacts;
import dev.registrysync.identity.KnownKey;
import dev.registrysync.identity.Secp256k1;
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
import dev.registrysync.registry.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RetentionTest {

	private static final Cause CAUSE = new Cause("run", "api", "local", Details.NONE);

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final EntryRef EDITED = EntryRef.of(Kind.TOOLS, "edited");

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Retention TEN = new Retention(10, Duration.ZERO, 10);

	private static final Address ADDRESS = Address.find("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266").orElseThrow();

	@TempDir
	private Path directory;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private FileHistory history;

	private Optional<RegistryDocument> last = Optional.empty();

	@BeforeEach
	void open() {
		open(TEN);
	}

	private void open(Retention retention) {
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), retention);
		this.history.settle(Set.of(Kind.AGENTS));
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
		this.history.record(commit);
		this.history.publish(commit);
		this.last = Optional.of(document);
	}

	private Commit commitOf(long revision, Instant at, Cause cause, RegistryDocument document) {
		AttestedContent content = new AttestedContent(ContentDigest.of(entry(A, revision).members()),
				new Revision(revision), 1);
		EntryTable base = EntryTable.builder().add(A.id(), entry(A, revision).members()).build();
		return new Commit(new Revision(revision), cause, at, Map.of(Kind.AGENTS, new Replacement(this.last, document)),
				Map.of(A, content), Map.of(A, new CommittedKey(1, ADDRESS, null)),
				List.of(new Base("default", Kind.AGENTS, base)), ExternalEdits.NONE);
	}

	private void commits(long from, long to) {
		for (long revision = from; revision <= to; revision++) {
			commit(revision);
		}
	}

	private Path journal() {
		return this.directory.resolve(Journal.FILE);
	}

	private List<String> lines() throws IOException {
		return Files.readAllLines(journal());
	}

	private List<String> snapshots() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("snapshots"))) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static Cause deciding(String what) {
		return new Cause("run", "api", "local", () -> Stream.of(new RunDetail(A, Optional.of("updated"), JsonObject.EMPTY.with("decided", what))));
	}

	private static List<Long> revisions(FileHistory history) {
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
			all.add(new KeptRevision(new Revision(i + 1), START.minus(Duration.ofDays(days[i])), Map.of(),
					Optional.empty()));
		}
		int dropped = retention.dropped(all, START).size();
		return List.of(days).subList(dropped, days.length);
	}

	@Test
	void aThousandRevisionsLeaveNoMoreBehindThanTheNewest() throws IOException {
		commits(1, 100);
		long lines = lines().size();
		long size = Files.size(journal());
		commits(101, 1000);
		assertThat(lines().size()).isBetween(11, 16).isLessThanOrEqualTo((int) lines + 4);
		assertThat(Files.size(journal())).isLessThan(2 * size);
		assertThat(snapshots()).hasSizeBetween(10, 15);
		assertThat(revisions(this.history)).hasSizeBetween(10, 13).endsWith(999L, 1000L);
		ChainStatus chain = this.history.chain();
		assertThat(chain.lines()).isEqualTo(1000);
		open();
		assertThat(this.history.isIntact()).isTrue();
		assertThat(this.history.chain()).isEqualTo(chain);
		assertThat(revisions(this.history)).endsWith(999L, 1000L);
		assertThat(this.history.find(A).orElseThrow().revision().number()).isEqualTo(1000);
		assertThat(this.history.findOriginal(A)).contains(entry(A, 1000));
		assertThat(this.history.verify()).isEmpty();
	}

	@Test
	void theEndOfTheChainAndThePlacesOfLaterLinesStay() throws IOException {
		open(new Retention(1000, Duration.ZERO, 1000));
		commits(1, 30);
		List<String> whole = lines();
		ChainHead head = this.history.head();
		open();
		commit(31);
		List<String> compacted = lines();
		assertThat(compacted.get(0)).startsWith("{\"type\":\"CHECKPOINT\",\"revision\":21,");
		assertThat(compacted.subList(1, 10)).isEqualTo(whole.subList(21, 30));
		assertThat(compacted.get(10)).contains("\"previous\":\"" + head.digest() + "\"");
		long dropped = whole.subList(0, 21).stream().mapToLong((line) -> line.length() + 1).sum();
		assertThat(compacted.get(0)).contains("\"dropped\":{\"lines\":21,\"bytes\":%d}".formatted(dropped),
				"\"previous\":\"" + Sha256.of(whole.get(20).getBytes(StandardCharsets.US_ASCII)) + "\"");
		compacted.set(5, compacted.get(5).replace("run", "ran"));
		Files.write(journal(), compacted);
		open();
		assertThat(this.history.chain().broken()).hasValueSatisfying((broken) -> {
			assertThat(broken.line()).isEqualTo(26);
			assertThat(broken.offset())
				.isEqualTo(whole.subList(0, 25).stream().mapToLong((line) -> line.length() + 1).sum());
		});
		assertThat(this.history.revision().number()).isEqualTo(25);
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
	void manyNotesMakeNoLongJournalAndCostNoRevision() throws IOException {
		commit(1);
		String head = "";
		for (int i = 0; i < 120; i++) {
			this.history.note(CAUSE, Instant.EPOCH, List.of(),
					new ExternalEdits(Map.of(EDITED, entry(EDITED, i)), Set.of()));
			head = this.history.head().digest();
		}
		assertThat(lines()).hasSizeLessThan(112);
		open();
		assertThat(this.history.isIntact()).isTrue();
		assertThat(this.history.head().digest()).isEqualTo(head);
		assertThat(this.history.chain().lines()).isEqualTo(121);
		assertThat(revisions(this.history)).containsExactly(1L);
		assertThat(this.history.findOriginal(A)).contains(entry(A, 1));
	}

	@Test
	void everyChangedByteOfACheckpointIsNoticed() throws IOException {
		commits(1, 20);
		byte[] bytes = Files.readAllBytes(journal());
		int end = new String(bytes, StandardCharsets.US_ASCII).indexOf('\n');
		for (int i : IntStream.range(0, end + 1).filter((index) -> index % 7 == 0 || index >= end - 150).toArray()) {
			byte[] changed = bytes.clone();
			changed[i] ^= 1;
			Files.write(journal(), changed);
			this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), TEN);
			assertThat(this.history.isIntact()).as("byte %d", i).isFalse();
			assertThat(this.history.revision()).as("byte %d", i).isEqualTo(Revision.NONE);
		}
		Files.write(journal(), bytes);
	}

	@Test
	void anOlderCheckpointDoesNotFitALaterJournal() throws IOException {
		commits(1, 13);
		String older = lines().get(0);
		assertThat(older).contains("CHECKPOINT");
		commits(14, 40);
		List<String> lines = new ArrayList<>(lines());
		lines.set(0, older);
		Files.write(journal(), lines);
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), TEN);
		assertThat(this.history.isIntact()).isFalse();
	}

	/**
	 * What a crash leaves between the steps: a staged journal, or snapshots that nothing
	 * names any more.
	 */
	@Test
	void aCrashWhileLinesAreDroppedLosesNothing() throws IOException {
		commits(1, 12);
		byte[] before = Files.readAllBytes(journal());
		List<String> kept = snapshots();
		Path copy = Files.createDirectory(this.directory.resolve("copy"));
		for (String snapshot : kept) {
			Files.copy(this.directory.resolve("snapshots").resolve(snapshot), copy.resolve(snapshot));
		}
		ChainHead head = this.history.head();
		Files.write(this.directory.resolve(".journal.staged"), new byte[] { 1, 2, 3 });
		open();
		assertThat(this.history.head()).isEqualTo(head);
		assertThat(journal()).hasBinaryContent(before);
		commits(13, 14);
		assertThat(lines().get(0)).contains("CHECKPOINT");
		for (String snapshot : kept) {
			Files.copy(copy.resolve(snapshot), this.directory.resolve("snapshots").resolve(snapshot),
					StandardCopyOption.REPLACE_EXISTING);
		}
		open();
		assertThat(this.history.isIntact()).isTrue();
		commits(15, 30);
		assertThat(snapshots()).hasSizeBetween(10, 15);
	}

	/**
	 * Where a disk is full or a file in the way, runs fail again and again.
	 */
	@Test
	void aCommitThatCannotBeRecordedLeavesNothingBehind() throws IOException {
		commits(1, 2);
		List<String> snapshots = snapshots();
		Path inTheWay = Files.createDirectories(this.directory.resolve(".base.default.agents.staged/in-the-way"));
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> commit(3, START, deciding("to fail"), document(3)));
		EntryTable base = EntryTable.builder().add(A.id(), entry(A, 3).members()).build();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.history.note(deciding("nothing"), START,
				List.of(new Base("default", Kind.AGENTS, base)), ExternalEdits.NONE));
		assertThat(snapshots()).isEqualTo(snapshots);
		Files.delete(inTheWay);
		Files.delete(inTheWay.getParent());
		commits(3, 4);
		assertThat(snapshots()).hasSize(4);
	}

	@Test
	void whatACrashLeftIsRemovedOnceSomethingIsWrittenAndNotBefore() throws IOException {
		commits(1, 2);
		List<String> snapshots = snapshots();
		String unnamed = "0".repeat(64) + ".gz";
		Files.writeString(this.directory.resolve("snapshots").resolve(unnamed), "unnamed");
		Files.writeString(this.directory.resolve("snapshots").resolve("." + unnamed + ".staged"), "half");
		open();
		assertThat(snapshots()).hasSize(4);
		commit(3, START, deciding("something"), document(3));
		assertThat(snapshots()).hasSize(3).containsAll(snapshots);
	}

	/**
	 * It is the commit under way that they belong to, whatever becomes of it.
	 */
	@Test
	void whatAnUnsettledCommitNamesIsThereUntilItIsSettled() {
		commits(1, 2);
		this.history.record(commitOf(3, START, deciding("to crash"), document(3)));
		this.history = new FileHistory(this.directory, HistoryTestAccess.database(this.directory), this.service, Secp256k1.bouncyCastle(), TEN);
		assertThat(this.history.unsettled()).containsOnlyKeys(Kind.AGENTS);
		this.history.settle(Set.of(Kind.AGENTS));
		this.last = Optional.of(document(3));
		commit(4);
		assertThat(this.history.documentsAt(new Revision(3)).get(Kind.AGENTS).bytes()).isEqualTo(document(3).bytes());
	}

	@Test
	void whatAJournalThatWasSetAsideNamesStaysAsLongAsThatIsThere() throws IOException {
		commits(1, 2);
		String lost = "5".repeat(64);
		Path snapshot = Files.writeString(this.directory.resolve("snapshots/" + lost + ".gz"), "lost");
		Path aside = Files.writeString(this.directory.resolve(SetAsideJournals.name(START)),
				"{\"after\":\"sha256:" + lost + "\"");
		open();
		commits(3, 20);
		assertThat(snapshot).exists();
		Files.delete(aside);
		commits(21, 35);
		assertThat(snapshot).doesNotExist();
	}

	@Test
	void whatCannotBeDroppedNowIsDroppedLaterAndTheCommitStands() throws IOException {
		commits(1, 11);
		Path inTheWay = Files.createDirectories(this.directory.resolve(".journal.staged/in-the-way"));
		commits(12, 20);
		assertThat(lines()).hasSize(20);
		assertThat(this.history.revision().number()).isEqualTo(20);
		Files.delete(inTheWay);
		Files.delete(inTheWay.getParent());
		commits(21, 30);
		assertThat(lines()).hasSizeLessThan(16);
		open();
		assertThat(this.history.isIntact()).isTrue();
		assertThat(this.history.revision().number()).isEqualTo(30);
	}

}
