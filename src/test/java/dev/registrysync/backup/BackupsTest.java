package dev.registrysync.backup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.registrysync.database.Database;
import dev.registrysync.database.Databases;
import dev.registrysync.database.TestEngine;
import dev.registrysync.history.History;
import dev.registrysync.history.RecordedHistory;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Kind;
import dev.registrysync.registry.RegistryDocument;
import dev.registrysync.registry.Revision;
import dev.registrysync.volume.DataDirectory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A data directory with one document of two entries, and a keystore with a header.
 */
class BackupsTest {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00.250Z"), ZoneOffset.UTC);

	private static final String NAME = "2026-11-30T120000.250Z";

	@TempDir
	private Path temporary;

	private DataDirectory data;

	private Databases databases;

	@BeforeEach
	void open() throws IOException {
		this.data = DataDirectory.open(this.temporary.resolve("data"));
		this.databases = Databases.sqlite(this.temporary.resolve("data"));
		Files.writeString(this.data.keystore().resolve("header"), "how to open it");
		Files.write(this.data.keystore().resolve("wrapping.key"), new byte[32]);
		database().write((sql) -> {
			document(sql, 1, 1L, "old");
			document(sql, 2, null, "{\"agents\": {}}");
			entry(sql, "late", 2, ",late");
			entry(sql, "early", 1, "early");
			return sql.sql("""
					insert into entry (kind, id, text, revision, sequence, digest)
					values ('agents', 'gone', null, 1, 1, '-')""").update();
		});
	}

	@AfterEach
	void close() throws IOException {
		this.databases.close();
		this.data.close();
	}

	private static void document(JdbcClient sql, long sequence, Long until, String text) {
		sql.sql("""
				insert into document (kind, sequence, revision, at, text, gap, entries, malformed, digest, to_revision)
				values ('agents', ?, ?, 0, ?, 12, 1, 0, '-', ?)""")
			.params(sequence, sequence, text.getBytes(StandardCharsets.UTF_8), until)
			.update();
	}

	private static void entry(JdbcClient sql, String id, long position, String text) {
		sql.sql("""
				insert into entry (kind, id, position, text, revision, sequence, digest)
				values ('agents', ?, ?, ?, 1, 1, '-')""")
			.params(id, position, text.getBytes(StandardCharsets.UTF_8))
			.update();
	}

	private Database database() {
		return this.databases.database();
	}

	private Path parent() {
		return this.temporary.resolve("backup");
	}

	private Backup make() {
		return new Backups(this.data, database(), CLOCK).make(parent());
	}

	private static void assertFails(ProblemCode code, ThrowingCallable call) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(call)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	private static Map<String, byte[]> tree(Path directory) throws IOException {
		Map<String, byte[]> tree = new TreeMap<>();
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				tree.put(directory.relativize(path).toString(), Files.readAllBytes(path));
			}
		}
		return tree;
	}

	@Test
	void copiesBothDatabasesAndWhatOpensTheKeystoreAndRendersTheRegistryFiles() throws IOException {
		Backup backup = make();
		assertThat(backup.directory()).isEqualTo(parent().resolve(NAME).toString());
		assertThat(backup.takenAt()).isEqualTo(CLOCK.instant());
		assertThat(backup.files()).extracting(BackupFile::path)
			.containsExactly("config/official_agents_registry.json", "keystore/header", "keystore/keys.db",
					"keystore/wrapping.key", "state/registry-sync.db");
		Path directory = Path.of(backup.directory());
		assertThat(directory.resolve("config/official_agents_registry.json")).hasContent("{\"agents\": {early,late}}");
		assertThat(directory.resolve("keystore/header")).hasContent("how to open it");
		assertThat(Database.<List<String>>readCopy(directory.resolve("state"),
				(sql) -> sql.sql("select id from entry order by id").query(String.class).list()))
			.containsExactly("early", "gone", "late");
		assertThat(tree(directory)).hasSize(6);
	}

	@Test
	void theListOfDigestsIsOneThatSha256sumReads() throws Exception {
		Path directory = Path.of(make().directory());
		Process sha256sum = new ProcessBuilder("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS")
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.start();
		assertThat(sha256sum.getInputStream().readAllBytes()).isEmpty();
		assertThat(sha256sum.waitFor()).isZero();
		assertThat(directory.resolve("SHA256SUMS")).content().hasLineCount(5);
	}

	@Test
	void onlyTheServiceUserCanReadIt() throws IOException {
		Path directory = Path.of(make().directory());
		assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		for (String file : List.of("keystore/keys.db", "keystore/wrapping.key", "state/registry-sync.db")) {
			assertThat(Files.getPosixFilePermissions(directory.resolve(file))).as(file)
				.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		}
	}

	@Test
	void theDatabaseCanBeWrittenAfterwards() {
		make();
		database().write((sql) -> sql.sql("delete from entry").update());
		assertThat(database().<Long>read((sql) -> sql.sql("select count(*) from entry").query(Long.class).single()))
			.isZero();
	}

	@Test
	void refusesASecondOneWhileOneIsBeingMade() {
		CompletableFuture<Throwable> second = new CompletableFuture<>();
		Backups[] backups = new Backups[1];
		InstantSource asksForAnother = () -> {
			Thread other = new Thread(() -> {
				try {
					backups[0].make(parent());
				}
				catch (RuntimeException ex) {
					second.complete(ex);
				}
			});
			other.start();
			second.join();
			return CLOCK.instant();
		};
		backups[0] = new Backups(this.data, database(), asksForAnother.withZone(ZoneOffset.UTC));
		backups[0].make(parent());
		assertThat(second.join()).isInstanceOfSatisfying(ProblemException.class,
				(ex) -> assertThat(ex.code()).isEqualTo(ProblemCode.BACKUP_RUNNING));
	}

	@Test
	void removesWhatAKilledProcessLeft() throws IOException {
		Path left = Files.createDirectories(parent().resolve(".2026-11-29T120000.000Z.unfinished/state"));
		Files.writeString(left.resolve("registry-sync.db"), "half");
		Path other = Files.createDirectories(parent().resolve("somebody.unfinished"));
		make();
		try (Stream<Path> there = Files.list(parent())) {
			assertThat(there).containsExactlyInAnyOrder(parent().resolve(NAME), other);
		}
	}

	@Test
	void leavesNothingBehindIfItFails() throws IOException {
		Files.createDirectories(this.data.keystore().resolve("directory"));
		assertFails(ProblemCode.KEYSTORE_INACCESSIBLE, this::make);
		assertThat(parent()).isEmptyDirectory();
	}

	@Test
	void refusesADirectoryThatIsAFile() throws IOException {
		Files.writeString(parent(), "a file");
		assertFails(ProblemCode.BACKUP_FAILED, this::make);
		assertThat(parent()).hasContent("a file");
	}

	@Test
	void refusesPostgresqlAndNamesItsOwnTool() throws IOException {
		try (Databases postgresql = Databases.create(TestEngine.POSTGRESQL, this.temporary.resolve("other"))) {
			Backups backups = new Backups(this.data, postgresql.database(), CLOCK);
			assertFails(ProblemCode.BACKUP_UNSUPPORTED, () -> backups.make(parent()));
			assertThat(ProblemCode.BACKUP_UNSUPPORTED.remedy()).contains("pg_dump");
			assertThat(parent()).isEmptyDirectory();
		}
	}

	@Test
	void putsAllFilesBack() throws IOException {
		Path backup = Path.of(make().directory());
		Path restored = this.temporary.resolve("restored");
		try (DataDirectory directory = DataDirectory.open(restored)) {
			BackupRestore.of(backup).into(directory);
		}
		Map<String, byte[]> expected = tree(backup);
		expected.remove("SHA256SUMS");
		Map<String, byte[]> actual = tree(restored);
		actual.remove(".lock");
		assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
		for (String directory : List.of("keystore", "state")) {
			assertThat(Files.getPosixFilePermissions(restored.resolve(directory))).as(directory)
				.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		}
		try (Databases reopened = Databases.sqlite(restored)) {
			assertThat(reopened.database()
				.<Long>read((sql) -> sql.sql("select count(*) from entry").query(Long.class).single())).isEqualTo(3);
		}
	}

	@Test
	void theFilesOfABackupAreThoseOfTheLastRevisionPublishedOrNot() throws IOException {
		Path source = this.temporary.resolve("held");
		RecordedHistory history = new RecordedHistory(source, 10);
		history.commit("a");
		RegistryDocument held = history.commit("a", "b");
		byte[] text = held.bytes();
		String digest = held.digest();
		Path restored = this.temporary.resolve("restored");
		try (DataDirectory from = DataDirectory.open(source); DataDirectory to = DataDirectory.open(restored)) {
			Path backup = Path.of(new Backups(from, history.database(), CLOCK).make(parent()).directory());
			assertThat(backup.resolve("state")).isDirectoryNotContaining((file) -> !file.endsWith("registry-sync.db"));
			BackupRestore.of(backup).into(to);
		}
		finally {
			history.database().close();
		}
		assertThat(restored.resolve("config/official_agents_registry.json")).hasBinaryContent(text);
		try (Databases reopened = Databases.sqlite(restored)) {
			History copy = history.open(reopened);
			assertThat(copy.isIntact()).isTrue();
			assertThat(copy.revision()).isEqualTo(new Revision(2));
			assertThat(copy.findCommitted(Kind.AGENTS)).map(RegistryDocument::digest).contains(digest);
		}
	}

	@Test
	void refusesABackupWhoseFilesAreNotWhatWasWritten() throws IOException {
		Path backup = Path.of(make().directory());
		Path header = backup.resolve("keystore/header");
		Files.writeString(header, "how to open it!");
		assertFails(ProblemCode.BACKUP_DAMAGED, () -> BackupRestore.of(backup));
		Files.delete(header);
		assertFails(ProblemCode.BACKUP_DAMAGED, () -> BackupRestore.of(backup));
		Files.delete(backup.resolve("SHA256SUMS"));
		assertFails(ProblemCode.BACKUP_DAMAGED, () -> BackupRestore.of(backup));
		assertFails(ProblemCode.BACKUP_DAMAGED, () -> BackupRestore.of(this.temporary.resolve("nowhere")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "state/../../outside", "/etc/passwd", "other/file", "state/..", "state/.", "no digest" })
	void refusesAListThatLeadsElsewhere(String path) throws IOException {
		Path backup = Path.of(make().directory());
		Files.writeString(this.temporary.resolve("backup/outside"), "outside");
		Files.writeString(backup.resolve("SHA256SUMS"), "%s  %s\n".formatted("0".repeat(64), path));
		assertFails(ProblemCode.BACKUP_DAMAGED, () -> BackupRestore.of(backup));
	}

}
