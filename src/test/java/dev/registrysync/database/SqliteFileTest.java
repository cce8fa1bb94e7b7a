package dev.registrysync.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SqliteFileTest {

	private static final String INSERT = "insert into webhook_cursor (webhook, revision, change) values (?, 1, 0)";

	@TempDir
	private Path data;

	private Database open() {
		return Databases.sqlite(this.data).database();
	}

	private Path state() {
		return this.data.resolve("state/registry-sync.db");
	}

	private Path keys() {
		return this.data.resolve("keystore/keys.db");
	}

	private static List<String> pragmas(JdbcClient sql) {
		return List
			.of("main.journal_mode", "main.synchronous", "keystore.journal_mode", "keystore.synchronous",
					"foreign_keys")
			.stream()
			.map((pragma) -> sql.sql("pragma " + pragma).query(String.class).single())
			.toList();
	}

	@Test
	void forcesEachCommitToTheDiskOnEveryConnection() {
		try (Database database = open()) {
			assertThat(database.<List<String>>write(SqliteFileTest::pragmas)).containsExactly("wal", "2", "wal", "2",
					"1");
			assertThat(database.<List<String>>read(SqliteFileTest::pragmas)).containsExactly("wal", "2", "wal", "2",
					"1");
		}
	}

	@Test
	void keepsItsFilesFromOtherUsers() throws IOException {
		try (Database database = open()) {
			database.write((sql) -> sql.sql(INSERT).param("chat").update());
			for (Path file : List.of(state(), keys(), Path.of(state() + "-wal"), Path.of(state() + "-shm"))) {
				assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
			}
		}
		assertThat(Path.of(state() + "-wal")).doesNotExist();
	}

	@Test
	void opensDirectoriesWithUnusualNames() throws IOException {
		Path unusual = Files.createDirectory(this.data.resolve("a b?mode=memory&c=%41#ü"));
		try (Databases databases = Databases.sqlite(unusual)) {
			databases.database().write((sql) -> sql.sql(INSERT).param("chat").update());
			assertThat(unusual.resolve("state/registry-sync.db")).isNotEmptyFile();
			assertThat(unusual.resolve("keystore/keys.db")).isNotEmptyFile();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "state/registry-sync.db", "keystore/keys.db" })
	void refusesAFileThatIsNoDatabaseAndLeavesItAsItIs(String name) throws IOException {
		open().close();
		Files.write(this.data.resolve(name), new byte[8192]);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this::open).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.DATABASE_DAMAGED);
			assertThat(ex.detail()).contains(name);
		});
		assertThat(this.data.resolve(name)).hasBinaryContent(new byte[8192]);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-wal", "-journal" })
	void checksADatabaseThatWasNotClosedUntilItIsWhole(String left) throws IOException {
		try (Database database = open()) {
			database.write((sql) -> {
				for (int i = 0; i < 2000; i++) {
					sql.sql(INSERT).param("webhook " + i).update();
				}
				return 0;
			});
		}
		byte[] whole = Files.readAllBytes(state());
		byte[] bytes = whole.clone();
		for (int page = bytes.length / 2 / 4096; page < bytes.length / 4096; page++) {
			bytes[page * 4096 + 3] ^= 0x55;
		}
		Files.write(state(), bytes);
		open().close();
		Files.createFile(Path.of(state() + left));
		for (int start = 0; start < 2; start++) {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(this::open).satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ProblemCode.DATABASE_DAMAGED);
				assertThat(ex.detail()).contains(state().toString());
			});
		}
		Files.write(state(), whole);
		open().close();
		assertThat(Path.of(state() + ".unchecked")).doesNotExist();
	}

	@Test
	void keepsWhatWasCommittedWhenItIsNotClosed() throws IOException {
		Path copy = Files.createDirectories(this.data.resolve("copy"));
		try (Database database = open()) {
			database.write((sql) -> sql.sql(INSERT).param("chat").update());
			for (String name : List.of("state/registry-sync.db", "state/registry-sync.db-wal", "keystore/keys.db",
					"keystore/keys.db-wal")) {
				Files.createDirectories(copy.resolve(name).getParent());
				Files.copy(this.data.resolve(name), copy.resolve(name));
			}
		}
		try (Databases databases = Databases.sqlite(copy)) {
			assertThat(databases.database()
				.<List<String>>read((sql) -> sql.sql("select webhook from webhook_cursor").query(String.class).list()))
				.containsExactly("chat");
		}
	}

	@Test
	void leavesWalWithoutLosingWhatIsInTheLog() throws IOException {
		Path copy = Files.createDirectories(this.data.resolve("copy/state")).resolve("registry-sync.db");
		try (Database database = open()) {
			database.write((sql) -> sql.sql(INSERT).param("chat").update());
			Files.copy(state(), copy);
			Files.copy(Path.of(state() + "-wal"), Path.of(copy + "-wal"));
		}
		SqliteFile.leaveWal(copy);
		assertThat(Path.of(copy + "-wal")).doesNotExist();
		assertThat(Path.of(copy + "-shm")).doesNotExist();
		assertThat(JdbcClient.create(SqliteFile.readOnly(copy))
			.sql("select webhook from webhook_cursor")
			.query(String.class)
			.list()).containsExactly("chat");
	}

	@Test
	void saysWhatIsInTheWay() throws IOException {
		open().close();
		Files.delete(state());
		Files.createDirectory(state());
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this::open).satisfies((ex) -> {
			assertThat(ex.code()).isEqualTo(ProblemCode.DATABASE_UNAVAILABLE);
			assertThat(ex.detail()).contains(state().toString());
		});
	}

}
