package dev.registrysync.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.DocumentStamp;
import dev.registrysync.registry.Entry;
import dev.registrysync.registry.EntryId;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.store.RegistryStore.Recovered;
import dev.registrysync.volume.Frozen;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonFileRegistryStoreTest {

	private static final String TEXT = "{\"registered_agents\": {\"a\": {}}}";

	@TempDir
	private Path directory;

	@TempDir
	private Path temporary;

	private Path file;

	private JsonFileRegistryStore store;

	@BeforeEach
	void open() {
		this.file = this.directory.resolve("official_agents_registry.json");
		this.store = new JsonFileRegistryStore(this.directory, this.temporary, Duration.ZERO);
	}

	private Optional<RegistryDocument> read() {
		return this.store.find(Kind.AGENTS);
	}

	private RegistryDocument next() {
		Entry entry = new Entry(EntryRef.of(Kind.AGENTS, "b"), JsonObject.EMPTY);
		return read().orElseGet(() -> RegistryDocument.create(Kind.AGENTS, JsonObject.EMPTY))
			.with(List.of(entry), new DocumentStamp(Instant.EPOCH));
	}

	@Test
	void absentIsNotUnreadable() throws IOException {
		assertThat(this.store.find(Kind.AGENTS)).isEmpty();
		for (String text : new String[] { "", "{", "[]", "{\"registered_agents\": 1}", "\u0000" }) {
			Files.writeString(this.file, text);
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.store.find(Kind.AGENTS))
				.satisfies((ex) -> {
					assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_UNREADABLE);
					assertThat(ex.detail()).contains(this.file.toString()).contains("line 1");
				});
			assertThat(Files.readString(this.file)).isEqualTo(text);
		}
	}

	/**
	 * However soon after the last look, and however much alike.
	 */
	@Test
	void whoeverGlancesSeesWhatEverybodyWrote() throws IOException {
		assertThat(this.store.glance(Kind.AGENTS)).isEmpty();
		for (int i = 10; i < 60; i++) {
			requireSeen(this.store, Integer.toString(i), i % 3 == 0);
		}
		RegistryDocument next = next();
		assertThat(this.store.publish(read(), next)).isTrue();
		assertThat(this.store.glance(Kind.AGENTS).orElseThrow().bytes()).isEqualTo(next.bytes());
		Files.delete(this.file);
		assertThat(this.store.glance(Kind.AGENTS)).isEmpty();
	}

	/**
	 * For this store all that was written was written long ago; the file's length tells.
	 */
	@Test
	void whoeverGlancesSeesThatAnOldFileIsAnotherNow() throws IOException {
		JsonFileRegistryStore later = later();
		for (int i = 1; i < 20; i++) {
			requireSeen(later, "x".repeat(i), i % 3 == 0);
			assertThat(later.isKnown(Kind.AGENTS)).isTrue();
		}
	}

	private void requireSeen(JsonFileRegistryStore store, String id, boolean renamed) throws IOException {
		Path next = this.directory.resolve("next");
		Files.writeString(renamed ? next : this.file, TEXT.replace("\"a\"", "\"" + id + "\""));
		if (renamed) {
			Files.move(next, this.file, StandardCopyOption.REPLACE_EXISTING);
		}
		for (int look = 0; look < 2; look++) {
			assertThat(store.glance(Kind.AGENTS).orElseThrow().ids()).extracting(EntryId::value).containsExactly(id);
		}
	}

	private JsonFileRegistryStore later() {
		return later(this.directory);
	}

	private JsonFileRegistryStore later(Path directory) {
		return new JsonFileRegistryStore(directory, this.temporary, Duration.ZERO,
				Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
	}

	@Test
	void aFileThatNobodyWroteIsNotReadAgain() throws IOException {
		JsonFileRegistryStore later = later();
		Files.writeString(this.file, TEXT);
		assertThat(later.isKnown(Kind.AGENTS)).isFalse();
		assertThat(later.glance(Kind.AGENTS)).isPresent();
		assertThat(later.isKnown(Kind.AGENTS)).isTrue();
		assertThat(this.store.glance(Kind.AGENTS)).isPresent();
		assertThat(this.store.isKnown(Kind.AGENTS)).as("just written").isFalse();
	}

	/**
	 * As with a volume that is unmounted for a while: the file is the very one that it
	 * was before, and a run has looked for it meanwhile.
	 */
	@Test
	void whoeverGlancesSeesAFileThatWasAwayWithItsDirectory() throws IOException {
		requireSeenAgain((config, store) -> assertThat(store.find(Kind.AGENTS)).isEmpty());
	}

	@Test
	void whoeverGlancesSeesAFileThatAnotherStoodInForMeanwhile() throws IOException {
		requireSeenAgain((config, store) -> {
			Files.createDirectory(config);
			Files.writeString(config.resolve(this.file.getFileName()), TEXT.replace("\"a\"", "\"b\""));
			assertThat(store.find(Kind.AGENTS)).isPresent();
			Files.move(config, this.directory.resolve("other"));
		});
	}

	private void requireSeenAgain(Meanwhile meanwhile) throws IOException {
		Path config = this.directory.resolve("config");
		Path away = this.directory.resolve("away");
		JsonFileRegistryStore later = later(config);
		Files.writeString(config.resolve(this.file.getFileName()), TEXT);
		assertThat(later.glance(Kind.AGENTS)).isPresent();
		assertThat(later.isKnown(Kind.AGENTS)).isTrue();
		Files.move(config, away);
		meanwhile.happens(config, later);
		Files.move(away, config);
		assertThat(later.glance(Kind.AGENTS).map(RegistryDocument::bytes))
			.hasValueSatisfying((bytes) -> assertThat(bytes).asString().isEqualTo(TEXT));
	}

	@Test
	void aFileThatTheFileSystemSaysNothingOfIsUnreadable() throws IOException {
		Files.createSymbolicLink(this.file, this.file.getFileName());
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.store.glance(Kind.AGENTS))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_UNREADABLE));
	}

	@Test
	void aDirectoryInThePlaceOfTheFileIsUnreadable() throws IOException {
		Files.createDirectory(this.file);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.store.find(Kind.AGENTS))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_UNREADABLE));
	}

	@Test
	void aFileThatIsBeingWrittenIsReadAgain() throws IOException {
		Files.writeString(this.file, TEXT.substring(0, 10));
		assertThat(this.store.<Optional<RegistryDocument>>patiently(() -> {
			try {
				return this.store.glance(Kind.AGENTS);
			}
			finally {
				write(TEXT);
			}
		})).isPresent();
	}

	/**
	 * The reader of the damaged file waits for as long as this test takes.
	 */
	@Test
	void whoeverWaitsForADamagedFileLetsOthersGoAhead() throws Exception {
		Files.writeString(this.file, "{");
		Path tools = this.directory.resolve("official_tools_registry.json");
		Files.writeString(tools, "{\"registered_tools\": {}}");
		JsonFileRegistryStore patient = new JsonFileRegistryStore(this.directory, this.temporary, Duration.ofDays(1));
		CountDownLatch failed = new CountDownLatch(2);
		List<Thread> readers = Stream.of(1, 2).map((number) -> new Thread(() -> patient.patiently(() -> {
			try {
				return patient.glance(Kind.AGENTS);
			}
			catch (ProblemException ex) {
				failed.countDown();
				throw ex;
			}
		}))).toList();
		readers.forEach(Thread::start);
		failed.await();
		assertThat(patient.find(Kind.TOOLS)).isPresent();
		Files.writeString(this.file, TEXT);
		assertThat(patient.find(Kind.AGENTS)).isPresent();
		for (Thread reader : readers) {
			reader.interrupt();
			reader.join();
		}
	}

	@Test
	void aFileThatStaysDamagedIsWaitedForOnce() throws IOException {
		Files.writeString(this.file, "{");
		assertThat(readings()).isGreaterThan(1);
		assertThat(readings()).isEqualTo(1);
		Files.writeString(this.file, "{\"");
		assertThat(readings()).isGreaterThan(1);
		assertThat(readings()).isEqualTo(1);
		Files.writeString(this.file, TEXT);
		assertThat(this.store.find(Kind.AGENTS)).isPresent();
	}

	private int readings() {
		AtomicInteger readings = new AtomicInteger();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.store.patiently(() -> {
			readings.incrementAndGet();
			return this.store.glance(Kind.AGENTS);
		}));
		return readings.get();
	}

	private void write(String text) {
		try {
			Files.writeString(this.file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void unchangedBytesAreTheSameDocument() throws IOException {
		Files.writeString(this.file, TEXT);
		RegistryDocument first = this.store.find(Kind.AGENTS).orElseThrow();
		assertThat(this.store.find(Kind.AGENTS)).containsSame(first);
		Files.writeString(this.file, TEXT.replace('a', 'c').replace("registered_cgents", "registered_agents"));
		assertThat(this.store.find(Kind.AGENTS).orElseThrow()).isNotSameAs(first);
	}

	@Test
	void aDocumentIsPublishedWithoutATrace() throws IOException {
		Files.writeString(this.file, TEXT);
		assertThat(this.store.publish(read(), next())).isTrue();
		assertThat(Files.readString(this.file)).contains("\"b\"");
		this.store.forget(Kind.AGENTS);
		assertThat(allFiles()).containsExactly(this.file);
	}

	@Test
	void theFirstDocumentIsPublishedWhereThereIsNoFile() throws IOException {
		RegistryDocument next = next();
		assertThat(this.store.publish(Optional.empty(), next)).isTrue();
		assertThat(Files.readAllBytes(this.file)).isEqualTo(next.bytes());
		assertThat(this.store.publish(Optional.empty(), next)).as("there is a file now").isFalse();
	}

	@Test
	void whatAnotherProgramWritesAtTheLastMomentStands() throws IOException {
		Files.writeString(this.file, TEXT);
		Optional<RegistryDocument> read = read();
		RegistryDocument next = next();
		Files.writeString(this.file, TEXT + "\n");
		assertThat(this.store.publish(read, next)).isFalse();
		assertThat(Files.readString(this.file)).isEqualTo(TEXT + "\n");
		assertThat(allFiles()).containsExactly(this.file);
	}

	@Test
	void recoveryPutsBackWhatAnotherProgramWroteJustBeforeACrash() throws IOException {
		Files.writeString(this.file, TEXT);
		String replaced = read().orElseThrow().digest();
		RegistryDocument next = next();
		this.store.publish(read(), next);
		Files.writeString(hidden("replaced"), TEXT + "\n");
		for (int i = 0; i < 2; i++) {
			assertThat(this.store.recover(Kind.AGENTS, Optional.of(replaced), next.digest()))
				.isEqualTo(Recovered.NOT_REPLACED);
			assertThat(Files.readString(this.file)).isEqualTo(TEXT + "\n");
			assertThat(allFiles()).containsExactly(this.file);
		}
	}

	@Test
	void recoveryFindsTheFileThatWasReplaced() throws IOException {
		Files.writeString(this.file, TEXT);
		String replaced = read().orElseThrow().digest();
		RegistryDocument next = next();
		this.store.publish(read(), next);
		Files.writeString(hidden("replaced"), TEXT);
		for (int i = 0; i < 2; i++) {
			assertThat(this.store.recover(Kind.AGENTS, Optional.of(replaced), next.digest()))
				.isEqualTo(Recovered.REPLACED);
			assertThat(Files.readAllBytes(this.file)).isEqualTo(next.bytes());
			assertThat(allFiles()).containsExactly(this.file);
		}
	}

	@Test
	void recoveryLeavesTheFileThatWasNotReplaced() throws IOException {
		Files.writeString(this.file, TEXT);
		RegistryDocument next = next();
		Files.write(hidden("staged"), next.bytes());
		Files.createLink(hidden("replaced"), this.file);
		assertThat(this.store.recover(Kind.AGENTS, read().map(RegistryDocument::digest), next.digest()))
			.isEqualTo(Recovered.NOT_REPLACED);
		assertThat(Files.readString(this.file)).isEqualTo(TEXT);
		assertThat(allFiles()).containsExactly(this.file);
	}

	@Test
	void recoveryLeavesWhatAnotherProgramWroteSince() throws IOException {
		Files.writeString(this.file, TEXT);
		String replaced = read().orElseThrow().digest();
		RegistryDocument next = next();
		this.store.publish(read(), next);
		Files.writeString(this.file, TEXT + "\n");
		assertThat(this.store.recover(Kind.AGENTS, Optional.of(replaced), next.digest()))
			.isEqualTo(Recovered.EDITED_SINCE);
		assertThat(Files.readString(this.file)).isEqualTo(TEXT + "\n");
	}

	private Path hidden(String suffix) {
		return this.directory.resolve(".%s.%s".formatted(this.file.getFileName(), suffix));
	}

	@Test
	void aFileThatCannotBeReplacedStaysAndSaysWhy() throws IOException {
		Files.writeString(this.file, TEXT);
		RegistryDocument next = next();
		try (Frozen frozen = Frozen.freeze(this.directory)) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> this.store.publish(read(), next))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.REGISTRY_NOT_REPLACEABLE));
		}
		assertThat(Files.readString(this.file)).isEqualTo(TEXT);
		assertThat(this.store.publish(read(), next)).isTrue();
		this.store.forget(Kind.AGENTS);
		assertThat(allFiles()).containsExactly(this.file);
	}

	@Test
	void aWriteByAnotherProgramIsNoticed() throws IOException {
		Files.writeString(this.file, TEXT);
		Optional<RegistryDocument> read = read();
		assertThat(this.store.isStill(Kind.AGENTS, read)).isTrue();
		assertThat(this.store.isStill(Kind.AGENTS, Optional.empty())).isFalse();
		Files.writeString(this.file, TEXT + " ");
		assertThat(this.store.isStill(Kind.AGENTS, read)).isFalse();
		Files.delete(this.file);
		assertThat(this.store.isStill(Kind.AGENTS, read)).isFalse();
		assertThat(this.store.isStill(Kind.AGENTS, Optional.empty())).isTrue();
	}

	@Test
	void thePermissionsOfTheFileStay() throws IOException {
		Files.writeString(this.file, TEXT);
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-rw----"));
		this.store.publish(read(), next());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.file))).isEqualTo("rw-rw----");
	}

	private List<Path> allFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	@FunctionalInterface
	private interface Meanwhile {

		void happens(Path config, JsonFileRegistryStore store) throws IOException;

	}

}
