package dev.registrysync.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.registrysync.history.Commit.Replacement;
import dev.registrysync.identity.AttestedContent;
import dev.registrysync.identity.ContentDigest;
import dev.registrysync.identity.InMemoryServiceIdentity;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.EntryTable;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.HaltingDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process ends at each of its file operations in turn, until it comes through: with
 * documents that are always kept whole, and with some that are kept as deltas.
 */
@ParameterizedClass(name = "with {0} more entries")
@ValueSource(ints = { 0, 900 })
class HaltedHistoryTest {

	private static final EntryRef A = EntryRef.of(Kind.AGENTS, "a");

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Retention FOUR = new Retention(4, Duration.ZERO, 4);

	@Parameter
	private int more;

	@TempDir
	private Path temporary;

	private final InMemoryServiceIdentity service = new InMemoryServiceIdentity();

	private final Map<Long, RegistryDocument> documents = new HashMap<>();

	private FileHistory open(Path directory) {
		FileHistory history = new FileHistory(directory, HistoryTestAccess.database(directory), this.service, Secp256k1.bouncyCastle(), FOUR);
		history.settle(Set.of(Kind.AGENTS));
		return history;
	}

	private static JsonObject content(long value) {
		return JsonObject.of("k", new JsonNumber(Long.toString(value)));
	}

	private RegistryDocument document(long value) {
		return this.documents.computeIfAbsent(value, this::make);
	}

	private RegistryDocument make(long value) {
		Stream<Entry> others = IntStream.range(0, this.more)
			.mapToObj((i) -> new Entry(EntryRef.of(Kind.AGENTS, "a-%d-of-the-many-others".formatted(i)),
					JsonObject.EMPTY.with("description", "one that never changes")));
		return RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY)
			.with(Stream.concat(Stream.of(new Entry(A, content(value))), others).toList(),
					new DocumentStamp(Instant.EPOCH));
	}

	private boolean hasDeltas(Path directory) {
		return files(directory.resolve("snapshots")).stream().anyMatch((file) -> file.contains("-"));
	}

	private static AttestedContent attested(long revision) {
		return new AttestedContent(ContentDigest.of(content(revision)), new Revision(revision), 1);
	}

	private void commit(FileHistory history, long revision) {
		Optional<RegistryDocument> before = (revision > 1) ? Optional.of(document(revision - 1)) : Optional.empty();
		Cause cause = new Cause("run-" + revision, "api", "local",
				() -> Stream.of(new RunDetail(A, Optional.of("updated"), JsonObject.EMPTY.with("decided", "run-" + revision))));
		EntryTable base = EntryTable.builder().add(A.id(), content(revision)).build();
		Commit commit = new Commit(new Revision(revision), cause, START.plusSeconds(revision),
				Map.of(Kind.AGENTS, new Replacement(before, document(revision))), Map.of(A, attested(revision)),
				Map.of(), List.of(new Base("default", Kind.AGENTS, base)), ExternalEdits.NONE);
		history.record(commit);
		history.publish(commit);
	}

	private void commits(FileHistory history, long from, long to) {
		for (long revision = from; revision <= to; revision++) {
			commit(history, revision);
		}
	}

	private static void copy(Path from, Path to) throws IOException {
		try (Stream<Path> files = Files.walk(from)) {
			for (Path file : files.toList()) {
				Files.copy(file, to.resolve(from.relativize(file).toString()));
			}
		}
	}

	private static List<String> files(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean begins(Path directory, String type) throws IOException {
		return Files.readString(directory.resolve(Journal.FILE)).startsWith("{\"type\":\"" + type + "\"");
	}

	private void assertSays(FileHistory history, long revision) {
		assertThat(history.isIntact()).isTrue();
		assertThat(history.revision()).isEqualTo(new Revision(revision));
		assertThat(history.find(A)).contains(attested(revision));
		assertThat(history.findDigest(Kind.AGENTS)).contains(document(revision).digest());
		assertThat(history.base("default", Kind.AGENTS).find(A.id())).contains(content(revision));
		assertThat(history.revisions()).last().extracting(KeptRevision::revision).isEqualTo(new Revision(revision));
		for (KeptRevision kept : history.revisions()) {
			assertThat(history.documentsAt(kept.revision()).get(Kind.AGENTS).bytes())
				.isEqualTo(document(kept.revision().number()).bytes());
		}
		assertThat(history.verify()).isEmpty();
	}

	/**
	 * The sixth revision is two too many, so the journal begins with a checkpoint after
	 * it.
	 */
	@Test
	void aCommitThatDropsOldRevisionsIsThereOrNotWhereverItIsCutOff() throws IOException {
		Path five = this.temporary.resolve("five");
		commits(open(five), 1, 5);
		assertThat(files(five.resolve("snapshots"))).hasSize(5);
		assertThat(hasDeltas(five)).isEqualTo(this.more > 0);
		int operations = 0;
		boolean through = false;
		while (!through) {
			Path directory = this.temporary.resolve("cut-" + operations);
			copy(five, directory);
			HaltingDisk disk = new HaltingDisk(operations++);
			through = disk.run(() -> commit(open(disk.at(directory)), 6));
			assertThat(!through || begins(directory, "CHECKPOINT")).isTrue();
			FileHistory history = open(directory);
			long revision = history.revision().number();
			assertThat(revision).isBetween(5L, 6L);
			assertSays(history, revision);
			commits(history, revision + 1, 9);
			assertSays(open(directory), 9);
			assertThat(begins(directory, "CHECKPOINT")).isTrue();
			assertThat(files(directory.resolve("snapshots"))).hasSizeBetween(5, hasDeltas(directory) ? 9 : 6);
		}
		assertThat(operations).isGreaterThan(20);
	}

	@Test
	void aHistoryThatIsBegunIsThereOrNotWhereverItIsCutOff() {
		int operations = 0;
		boolean through = false;
		while (!through) {
			Path directory = this.temporary.resolve("new-" + operations);
			HaltingDisk disk = new HaltingDisk(operations++);
			through = disk.run(() -> commit(open(disk.at(directory)), 1));
			FileHistory history = open(directory);
			commits(history, history.revision().number() + 1, 2);
			assertSays(open(directory), 2);
		}
		assertThat(operations).isGreaterThan(20);
	}

	@Test
	void aBrokenJournalStaysAsItIsOrGoesOnWhereverItsRestoreIsCutOff() throws IOException {
		Path broken = this.temporary.resolve("broken");
		commits(open(broken), 1, 4);
		Path journal = broken.resolve(Journal.FILE);
		Files.writeString(journal, Files.readString(journal).replace("\"sync_id\":\"run-3\"", "\"sync_id\":\"run-9\""));
		byte[] bytes = Files.readAllBytes(journal);
		int operations = 0;
		boolean through = false;
		while (!through) {
			Path directory = this.temporary.resolve("restore-" + operations);
			copy(broken, directory);
			HaltingDisk disk = new HaltingDisk(operations++);
			through = disk.run(() -> restore(disk.at(directory), START));
			if (Arrays.equals(Files.readAllBytes(directory.resolve(Journal.FILE)), bytes)) {
				FileHistory readOnly = open(directory);
				assertThat(readOnly.isIntact()).isFalse();
				assertThat(readOnly.revision()).isEqualTo(new Revision(2));
				restore(directory, START.plusSeconds(1));
			}
			FileHistory history = open(directory);
			assertSays(history, 4);
			commits(history, 5, 8);
			assertSays(open(directory), 8);
			assertThat(files(directory)).filteredOn((file) -> file.endsWith(".broken"))
				.isNotEmpty()
				.allSatisfy((file) -> assertThat(directory.resolve(file)).hasBinaryContent(bytes));
		}
		assertThat(operations).isGreaterThan(10);
	}

	private void restore(Path directory, Instant now) {
		OfflineHistory history = OfflineHistory.read(directory, this.service, Secp256k1.bouncyCastle());
		HistoryRestore restore = history.findRestore(Map.of(A, attested(4))).orElseThrow();
		history.restore(restore, List.of(document(4)), "operator", now);
	}

}
