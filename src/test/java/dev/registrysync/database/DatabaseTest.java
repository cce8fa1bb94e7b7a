package dev.registrysync.database;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ParameterizedClass
@EnumSource(TestEngine.class)
class DatabaseTest {

	private static final String INSERT = "insert into webhook_cursor (webhook, revision, change) values (?, 1, 0)";

	@TempDir
	private Path data;

	private final TestEngine engine;

	private Databases databases;

	private Database database;

	DatabaseTest(TestEngine engine) {
		this.engine = engine;
	}

	@BeforeEach
	void open() {
		this.databases = Databases.create(this.engine, this.data);
		this.database = this.databases.database();
	}

	@AfterEach
	void close() {
		this.databases.close();
	}

	private int insert(String name) {
		return this.database.write((sql) -> sql.sql(INSERT).param(name).update());
	}

	private List<String> names() {
		return names(this.database);
	}

	private static List<String> names(Database database) {
		return database
			.read((sql) -> sql.sql("select webhook from webhook_cursor order by webhook").query(String.class).list());
	}

	@Test
	void keepsWhatWasWrittenOverARestart() {
		insert("chat");
		assertThat(names(this.databases.reopen())).containsExactly("chat");
	}

	@Test
	void ordersIdsByTheirBytes() {
		List.of("b", "ä", "a", "B", "a-", "aa", "é", "Z", "").forEach(this::insert);
		assertThat(names()).containsExactly("", "B", "Z", "a", "a-", "aa", "b", "ä", "é");
	}

	@Test
	void rollsBackAWriteThatFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.database.write((sql) -> {
			insert("chat");
			throw new IllegalStateException("no");
		}));
		assertThat(names()).isEmpty();
	}

	@Test
	void joinsTheTransactionOfItsThread() {
		this.database.write((sql) -> {
			insert("chat");
			assertThat(names()).containsExactly("chat");
			return insert("mail");
		});
		assertThat(names()).containsExactly("chat", "mail");
	}

	@Test
	void doesNotShowWhatIsNotCommittedYet() {
		this.database.write((sql) -> {
			insert("chat");
			assertThat(onAnotherThread(this::names)).isEmpty();
			return 0;
		});
		assertThat(names()).containsExactly("chat");
	}

	@Test
	void readsOneSnapshot() {
		List<String> again = this.database.read((sql) -> {
			assertThat(names()).isEmpty();
			onAnotherThread(() -> List.of(String.valueOf(insert("chat"))));
			return names();
		});
		assertThat(again).isEmpty();
		assertThat(names()).containsExactly("chat");
	}

	@Test
	void readersDoNotWrite() {
		assertThatIllegalStateException().isThrownBy(() -> this.database.read((sql) -> insert("chat")));
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> this.database.read((sql) -> sql.sql(INSERT).param("chat").update()));
		assertThat(names()).isEmpty();
		insert("mail");
		assertThat(names()).containsExactly("mail");
	}

	@Test
	void writesInBatches() {
		this.database.write((sql) -> {
			this.database.batch(INSERT, List.of("mail", "chat"), (row, name) -> row.setString(1, name));
			return 0;
		});
		assertThat(names()).containsExactly("chat", "mail");
		assertThatIllegalStateException()
			.isThrownBy(() -> this.database.batch(INSERT, List.of("a"), (row, name) -> row.setString(1, name)));
	}

	@Test
	void leavesMistakesInStatementsAsTheyAre() {
		insert("chat");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> insert("chat"));
	}

	@Test
	void hasTheKeystoreAsASchema() {
		this.database.write((sql) -> sql.sql("create table keystore.probe (id bigint primary key)").update());
		long rows = this.database
			.read((sql) -> sql.sql("select count(*) from keystore.probe").query(Long.class).single());
		assertThat(rows).isZero();
	}

	private static List<String> onAnotherThread(Supplier<List<String>> call) {
		return CompletableFuture.supplyAsync(call).join();
	}

}
