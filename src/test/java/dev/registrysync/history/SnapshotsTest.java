package dev.registrysync.history;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentDelta;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonNumber;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.volume.HaltingDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Documents as files: whole ones, deltas and chains of them.
 */
class SnapshotsTest {

	private static final int ENTRIES = 1000;

	@TempDir
	private Path directory;

	private Snapshots snapshots;

	@BeforeEach
	void open() {
		this.snapshots = Snapshots.in(this.directory);
	}

	private static RegistryDocument document(int entries) {
		return RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY)
			.with(IntStream.range(0, entries).mapToObj((i) -> entry(i, 0)).toList(), new DocumentStamp(Instant.EPOCH));
	}

	private static Entry entry(int number, long value) {
		return new Entry(EntryRef.of(Kind.AGENTS, "agent-" + number),
				JsonObject.of("value", new JsonNumber(Long.toString(value))).with("description", "Größe of " + number));
	}

	private static RegistryDocument changed(RegistryDocument document, int from, int to, long value) {
		return document.with(IntStream.range(from, to).mapToObj((i) -> entry(i, value)).toList(),
				new DocumentStamp(Instant.ofEpochSecond(value)));
	}

	/** The documents of so many changes of one entry, the first document included. */
	private static List<RegistryDocument> documents(int changes) {
		List<RegistryDocument> documents = new ArrayList<>(List.of(document(ENTRIES)));
		for (int i = 1; i <= changes; i++) {
			documents.add(changed(documents.get(i - 1), i * 31, i * 31 + 1, i));
		}
		return documents;
	}

	private void keep(List<RegistryDocument> documents) {
		keep(this.snapshots, documents);
	}

	private static void keep(Snapshots snapshots, List<RegistryDocument> documents) {
		Optional<RegistryDocument> last = Optional.empty();
		for (RegistryDocument document : documents) {
			snapshots.keep(document, last);
			last = Optional.of(document);
		}
	}

	private List<String> files() {
		return files(this.directory);
	}

	private static List<String> files(Path directory) {
		try (Stream<Path> files = Files.list(directory.resolve("snapshots"))) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Path path(SnapshotFile file) {
		return this.directory.resolve("snapshots").resolve(file.name());
	}

	private static SnapshotFile whole(RegistryDocument document) {
		return SnapshotFile.whole(document.digest());
	}

	private static SnapshotFile delta(RegistryDocument document, RegistryDocument base) {
		return SnapshotFile.delta(document.digest(), base.digest());
	}

	private static byte[] gzip(byte[] bytes) throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(bytes);
		}
		return out.toByteArray();
	}

	private static void assertGives(Snapshots snapshots, RegistryDocument document) {
		assertThat(snapshots.has(document.digest())).isTrue();
		assertThat(snapshots.find(document.digest()))
			.hasValueSatisfying((bytes) -> assertThat(bytes).isEqualTo(document.bytes()));
	}

	private void assertNames(RegistryDocument document, Path file) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.snapshots.find(document.digest()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.HISTORY_UNREADABLE))
			.satisfies((ex) -> assertThat(ex.data()).containsEntry("file", file.toString()))
			.satisfies((ex) -> assertThat(ex.detail()).contains(file.toString()))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("restore registry --kind KIND --revision N"));
	}

	@Test
	void aChangeOfOneEntryIsASmallDelta() throws IOException {
		List<RegistryDocument> documents = documents(1);
		keep(documents);
		SnapshotFile delta = delta(documents.get(1), documents.get(0));
		assertThat(files()).containsExactlyInAnyOrder(whole(documents.get(0)).name(), delta.name());
		assertThat(Files.size(path(delta))).isLessThan(300);
		open();
		documents.forEach((document) -> assertGives(this.snapshots, document));
		assertThat(this.snapshots.verify()).isEmpty();
	}

	@Test
	void whatIsKeptIsNotWrittenAgain() throws IOException {
		List<RegistryDocument> documents = documents(2);
		keep(documents);
		List<String> files = files();
		Files.delete(this.directory.resolve("snapshots").resolve(whole(documents.get(0)).name()));
		keep(documents);
		assertThat(files()).containsExactlyInAnyOrderElementsOf(files);
		this.snapshots.keep(documents.get(1), Optional.of(documents.get(2)));
		assertThat(files()).containsExactlyInAnyOrderElementsOf(files);
	}

	@Test
	void aSmallDocumentIsWhole() {
		List<RegistryDocument> documents = List.of(document(10), document(11), document(12));
		keep(documents);
		assertThat(files())
			.containsExactlyInAnyOrderElementsOf(documents.stream().map((document) -> whole(document).name()).toList());
	}

	@Test
	void aDocumentThatDiffersMuchIsWhole() {
		RegistryDocument first = document(ENTRIES);
		RegistryDocument half = document(2 * ENTRIES);
		keep(List.of(first, half, changed(half, 0, 20, 1)));
		assertThat(files()).contains(whole(first).name(), whole(half).name()).hasSize(3);
		assertGives(this.snapshots, half);
	}

	@Test
	void nothingIsBuiltOnADocumentThatIsNotKept() {
		List<RegistryDocument> documents = documents(2);
		keep(documents.subList(0, 1));
		this.snapshots.keep(documents.get(2), Optional.of(documents.get(1)));
		assertThat(files()).contains(whole(documents.get(2)).name());
	}

	@Test
	void aSnapshotOfAnEarlierVersionIsReadAndBuiltOn() throws IOException {
		List<RegistryDocument> documents = documents(1);
		Files.write(path(whole(documents.get(0))), gzip(documents.get(0).bytes()));
		keep(documents);
		assertThat(files()).contains(delta(documents.get(1), documents.get(0)).name()).hasSize(2);
		documents.forEach((document) -> assertGives(this.snapshots, document));
	}

	@Test
	void afterSixteenDeltasComesAWholeOne() {
		List<RegistryDocument> documents = documents(40);
		keep(documents);
		List<Integer> wholes = IntStream.range(0, documents.size())
			.filter((i) -> files().contains(whole(documents.get(i)).name()))
			.boxed()
			.toList();
		assertThat(wholes).containsExactly(0, 17, 34);
		assertThat(files()).hasSize(41);
		documents.forEach((document) -> assertGives(this.snapshots, document));
		assertThat(this.snapshots.verify()).isEmpty();
	}

	@Test
	void manyMayBuildOnTheSame() {
		List<RegistryDocument> documents = documents(3);
		keep(documents);
		RegistryDocument other = changed(documents.get(1), 700, 710, 7);
		this.snapshots.keep(other, Optional.of(documents.get(1)));
		assertThat(files()).contains(delta(other, documents.get(1)).name()).hasSize(5);
		assertGives(this.snapshots, other);
		assertThat(this.snapshots.verify()).isEmpty();
	}

	@Test
	void whatAKeptDeltaIsBuiltOnStays() {
		List<RegistryDocument> documents = documents(20);
		keep(documents);
		this.snapshots.retain(Set.of(documents.get(10).digest(), documents.get(18).digest()));
		assertThat(files()).hasSize(11 + 2);
		documents.subList(0, 11).forEach((document) -> assertGives(this.snapshots, document));
		documents.subList(17, 19).forEach((document) -> assertGives(this.snapshots, document));
		assertThat(this.snapshots.find(documents.get(11).digest())).isEmpty();
		this.snapshots.retain(Set.of(documents.get(18).digest()));
		assertThat(files()).containsExactlyInAnyOrder(whole(documents.get(17)).name(),
				delta(documents.get(18), documents.get(17)).name());
		this.snapshots.retain(Set.of());
		assertThat(files()).isEmpty();
	}

	@Test
	void aRemovalThatIsCutOffLeavesOnlyWhatCanBeRead() throws IOException {
		List<RegistryDocument> documents = documents(20);
		keep(documents);
		int operations = 0;
		boolean through = false;
		while (!through) {
			Path copy = Files.createDirectories(this.directory.resolve("cut-" + operations));
			Files.createDirectory(copy.resolve("snapshots"));
			for (String file : files()) {
				Files.copy(this.directory.resolve("snapshots").resolve(file), copy.resolve("snapshots").resolve(file));
			}
			HaltingDisk disk = new HaltingDisk(operations++);
			through = disk.run(() -> Snapshots.in(disk.at(copy)).retain(Set.of(documents.get(5).digest())));
			Snapshots left = Snapshots.in(copy);
			assertThat(left.verify()).isEmpty();
			assertGives(left, documents.get(5));
			left.retain(Set.of(documents.get(5).digest()));
			assertThat(files(copy)).hasSize(6);
		}
		assertThat(operations).isGreaterThan(15);
	}

	@Test
	void aDocumentThatIsCutOffIsThereOrNot() {
		List<RegistryDocument> documents = documents(2);
		int operations = 0;
		boolean through = false;
		while (!through) {
			Path directory = this.directory.resolve("cut-" + operations);
			keep(Snapshots.in(directory), documents.subList(0, 2));
			HaltingDisk disk = new HaltingDisk(operations++);
			through = disk
				.run(() -> Snapshots.in(disk.at(directory)).keep(documents.get(2), Optional.of(documents.get(1))));
			Snapshots left = Snapshots.in(directory);
			assertThat(left.verify()).isEmpty();
			keep(left, documents);
			documents.forEach((document) -> assertGives(left, document));
		}
		assertThat(operations).isGreaterThan(4);
	}

	@ParameterizedTest
	@EnumSource
	void whateverHappensToALinkThatFileIsNamedAndThoseBeforeAreRead(Damage damage) throws IOException {
		List<RegistryDocument> documents = documents(5);
		keep(documents);
		for (int i = 0; i < documents.size(); i++) {
			RegistryDocument document = documents.get(i);
			Path file = path((i == 0) ? whole(document) : delta(document, documents.get(i - 1)));
			byte[] bytes = Files.readAllBytes(file);
			damage.inflict(file, bytes, documents, i);
			for (int later = i; later < documents.size(); later++) {
				assertNames(documents.get(later), file);
			}
			documents.subList(0, i).forEach((earlier) -> assertGives(this.snapshots, earlier));
			assertThat(this.snapshots.verify()).extracting(DamagedFile::file).containsExactly(file.toString());
			Files.write(file, bytes);
			assertThat(this.snapshots.verify()).isEmpty();
		}
	}

	@Test
	void aLinkThatIsMissingIsNamedIfAnotherBuildsOnIt() throws IOException {
		List<RegistryDocument> documents = documents(5);
		keep(documents);
		Files.delete(path(whole(documents.get(0))));
		for (RegistryDocument later : documents.subList(1, 6)) {
			assertThat(this.snapshots.has(later.digest())).isFalse();
			assertNames(later, path(whole(documents.get(0))));
		}
		assertThat(this.snapshots.find(documents.get(0).digest())).isEmpty();
		Files.delete(path(delta(documents.get(3), documents.get(2))));
		assertNames(documents.get(5), path(whole(documents.get(3))));
		assertThat(this.snapshots.find(documents.get(3).digest())).isEmpty();
		assertThat(this.snapshots.verify()).extracting(DamagedFile::file)
			.containsExactlyInAnyOrder(path(whole(documents.get(0))).toString(),
					path(whole(documents.get(3))).toString());
		Files.delete(path(delta(documents.get(5), documents.get(4))));
		Files.delete(path(delta(documents.get(4), documents.get(3))));
		assertThat(this.snapshots.verify()).extracting(DamagedFile::file)
			.containsExactly(path(whole(documents.get(0))).toString());
	}

	@Test
	void allThatAreDamagedAreNamed() throws IOException {
		List<RegistryDocument> documents = documents(20);
		keep(documents);
		List<Path> damaged = List.of(path(whole(documents.get(0))), path(delta(documents.get(3), documents.get(2))),
				path(delta(documents.get(16), documents.get(15))), path(delta(documents.get(20), documents.get(19))));
		for (Path file : damaged) {
			Damage.BIT.inflict(file, Files.readAllBytes(file), documents, 0);
		}
		assertThat(this.snapshots.verify()).extracting(DamagedFile::file)
			.containsExactlyInAnyOrderElementsOf(damaged.stream().map(Path::toString).toList());
	}

	@Test
	void nothingIsBuiltOnWhatWasFoundDamagedAndWhatIsKeptAgainIsMended() throws IOException {
		List<RegistryDocument> documents = documents(6);
		keep(documents.subList(0, 4));
		Path damaged = path(delta(documents.get(2), documents.get(1)));
		byte[] bytes = Files.readAllBytes(damaged);
		Damage.BIT.inflict(damaged, bytes, documents, 2);
		assertThat(this.snapshots.verify()).hasSize(1);
		this.snapshots.keep(documents.get(3), Optional.of(documents.get(2)));
		this.snapshots.keep(documents.get(4), Optional.of(documents.get(3)));
		assertThat(files()).contains(whole(documents.get(3)).name(), delta(documents.get(4), documents.get(3)).name());
		assertGives(this.snapshots, documents.get(4));
		this.snapshots.keep(documents.get(2), Optional.of(documents.get(1)));
		assertGives(this.snapshots, documents.get(2));
		int count = files().size();
		keep(documents.subList(0, 5));
		assertThat(files()).hasSize(count);
		this.snapshots.retain(Set.of(documents.get(4).digest()));
		assertThat(this.snapshots.verify()).isEmpty();
		this.snapshots.keep(documents.get(5), Optional.of(documents.get(4)));
		assertThat(files()).contains(delta(documents.get(5), documents.get(4)).name());
	}

	@Test
	void aWholeOneThatWasFoundDamagedIsReplaced() throws IOException {
		List<RegistryDocument> documents = documents(1);
		keep(documents.subList(0, 1));
		Path damaged = path(whole(documents.get(0)));
		Damage.BIT.inflict(damaged, Files.readAllBytes(damaged), documents, 0);
		assertThat(this.snapshots.verify()).hasSize(1);
		keep(documents);
		documents.forEach((document) -> assertGives(this.snapshots, document));
		assertThat(files()).hasSize(2);
		assertThat(this.snapshots.verify()).isEmpty();
	}

	@Test
	void namesThatLeadInACircleAreNoChain() throws IOException {
		List<RegistryDocument> documents = documents(1);
		for (SnapshotFile file : List.of(delta(documents.get(0), documents.get(1)),
				delta(documents.get(1), documents.get(0)))) {
			Files.write(path(file), gzip(DocumentDelta.between(documents.get(0), documents.get(1)).bytes()));
		}
		assertThat(this.snapshots.has(documents.get(0).digest())).isFalse();
		assertNames(documents.get(0), path(whole(documents.get(0))));
		assertThat(this.snapshots.verify()).isNotEmpty();
		keep(documents);
		documents.forEach((document) -> assertGives(this.snapshots, document));
	}

	@Test
	void whatComesAndGoesMeanwhileIsNoDamage() throws Exception {
		List<RegistryDocument> documents = documents(120);
		Thread writer = new Thread(() -> {
			for (int i = 0; i < documents.size(); i += 4) {
				keep(documents.subList(i, Math.min(documents.size(), i + 4)));
				this.snapshots.retain(Set.of());
			}
		});
		writer.start();
		while (writer.isAlive()) {
			assertThat(this.snapshots.verify()).isEmpty();
		}
		writer.join();
		assertThat(files()).isEmpty();
	}

	@Test
	void otherFilesAreLeftAlone() throws IOException {
		List<String> others = List.of("README", "x.gz", "a-b.gz", "0".repeat(64) + "-.gz", "0".repeat(64) + "-1.gz",
				"0".repeat(64) + "-" + "0".repeat(64), "-" + "0".repeat(64) + ".gz");
		for (String other : others) {
			Files.writeString(this.directory.resolve("snapshots").resolve(other), "other");
		}
		assertThat(this.snapshots.verify()).isEmpty();
		this.snapshots.retain(Set.of());
		assertThat(files()).containsExactlyInAnyOrderElementsOf(others);
	}

	/**
	 * What can happen to a file.
	 */
	private enum Damage {

		BIT {
			@Override
			byte[] of(byte[] bytes, List<RegistryDocument> documents, int link) {
				byte[] damaged = bytes.clone();
				damaged[damaged.length / 2] ^= 1;
				return damaged;
			}
		},

		END_LOST {
			@Override
			byte[] of(byte[] bytes, List<RegistryDocument> documents, int link) {
				return Arrays.copyOf(bytes, bytes.length - 9);
			}
		},

		EMPTIED {
			@Override
			byte[] of(byte[] bytes, List<RegistryDocument> documents, int link) {
				return new byte[0];
			}
		},

		ANOTHER_DOCUMENT {
			@Override
			byte[] of(byte[] bytes, List<RegistryDocument> documents, int link) throws IOException {
				RegistryDocument other = changed(documents.get(link), 0, 3, 99);
				return gzip(
						(link == 0) ? other.bytes() : DocumentDelta.between(documents.get(link - 1), other).bytes());
			}
		},

		MUCH_SHORTER_DOCUMENT {
			@Override
			byte[] of(byte[] bytes, List<RegistryDocument> documents, int link) throws IOException {
				RegistryDocument other = document(1);
				return gzip(
						(link == 0) ? other.bytes() : DocumentDelta.between(documents.get(link - 1), other).bytes());
			}
		};

		abstract byte[] of(byte[] bytes, List<RegistryDocument> documents, int link) throws IOException;

		void inflict(Path file, byte[] bytes, List<RegistryDocument> documents, int link) throws IOException {
			Files.write(file, of(bytes, documents, link));
		}

	}

}
