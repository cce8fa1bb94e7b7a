package dev.registrysync.database;

import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.registrysync.problem.ProblemException;

import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ParameterizedPreparedStatementSetter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database that holds the state. All access goes through a transaction of this class,
 * which belongs to the thread that began it. A failure of the engine is a
 * {@link ProblemException}: {@code DISK_FULL}, {@code DATABASE_DAMAGED} or
 * {@code DATABASE_UNAVAILABLE}.
 */
public final class Database implements AutoCloseable {

	private static final int BATCH_SIZE = 1000;

	private final DatabaseEngine engine;

	private final JdbcClient reader;

	private final TransactionTemplate reads;

	private final JdbcTemplate batches;

	private final JdbcClient writer;

	private final TransactionTemplate writes;

	private final ThreadLocal<Mode> mode = ThreadLocal.withInitial(() -> Mode.NONE);

	Database(DatabaseEngine engine) {
		this.engine = engine;
		this.reader = JdbcClient.create(engine.reader());
		this.reads = new TransactionTemplate(new JdbcTransactionManager(engine.reader()));
		this.batches = new JdbcTemplate(engine.writer());
		this.writer = JdbcClient.create(this.batches);
		this.writes = new TransactionTemplate(new JdbcTransactionManager(engine.writer()));
	}

	/**
	 * Opens the database that the settings name, and migrates it: PostgreSQL if there is
	 * a {@code spring.datasource.url}, SQLite in these directories if not.
	 * @param state the directory of the state, made if it is not there
	 * @param keystore the directory of the sealed keys, made if it is not there
	 * @throws ProblemException {@code DATABASE_UNSUPPORTED} if the settings or the
	 * database are not ones that the service can use, or any failure of the engine
	 */
	public static Database open(Environment environment, Path state, Path keystore) {
		return new Database(PostgresqlSettings.find(environment)
			.<DatabaseEngine>map(PostgresqlServer::open)
			.orElseGet(() -> SqliteFile.open(state, keystore)));
	}

	/**
	 * Reads from one snapshot. Within {@link #write} on the same thread it reads in that
	 * transaction and sees what that has written.
	 * @throws ProblemException if the engine fails
	 */
	public <T> T read(Function<JdbcClient, T> reading) {
		return switch (this.mode.get()) {
			case NONE -> within(Mode.READING, this.reads, () -> {
				this.engine.snapshot().ifPresent((statement) -> this.reader.sql(statement).update());
				return reading.apply(this.reader);
			});
			case READING -> reading.apply(this.reader);
			case WRITING -> reading.apply(this.writer);
		};
	}

	/**
	 * Writes in one transaction, which is durable when this returns and rolled back if
	 * this throws. Within another call on the same thread it joins that transaction.
	 * @throws ProblemException if the engine fails
	 * @throws IllegalStateException within {@link #read}
	 */
	public <T> T write(Function<JdbcClient, T> writing) {
		return switch (this.mode.get()) {
			case NONE -> within(Mode.WRITING, this.writes, () -> writing.apply(this.writer));
			case READING -> throw new IllegalStateException("A read cannot write");
			case WRITING -> writing.apply(this.writer);
		};
	}

	/**
	 * Runs one statement for each row, within {@link #write}.
	 * @throws IllegalStateException outside of it
	 */
	public <T> void batch(String sql, Collection<T> rows, ParameterizedPreparedStatementSetter<T> setter) {
		if (this.mode.get() != Mode.WRITING) {
			throw new IllegalStateException("A batch is part of a write");
		}
		this.batches.batchUpdate(sql, rows, BATCH_SIZE, setter);
	}

	/**
	 * Returns the engine's name.
	 */
	String engine() {
		return this.engine.name();
	}

	/**
	 * Returns whether no other process uses the database while this one has it open.
	 */
	public boolean isExclusive() {
		return this.engine.isExclusive();
	}

	/**
	 * Copies the state, and after it the sealed keys, into new files while the database
	 * is in use, and checks the copies. Each is durable when this returns.
	 * @param state the directory for the copy of the state, made if it is not there
	 * @param keystore the directory for the copy of the sealed keys, likewise
	 * @throws ProblemException {@code BACKUP_UNSUPPORTED} if the database is PostgreSQL,
	 * or any failure of the engine
	 */
	public void copy(Path state, Path keystore) {
		this.engine.copy(state, keystore);
	}

	/**
	 * Reads from a copy of the state that nothing else uses.
	 * @param state the directory that {@link #copy} made
	 */
	public static <T> T readCopy(Path state, Function<JdbcClient, T> reading) {
		try {
			return reading.apply(JdbcClient.create(SqliteFile.readOnly(state.resolve(SqliteFile.STATE))));
		}
		catch (DataAccessException ex) {
			throw DatabaseFailure.of(ex);
		}
	}

	/**
	 * Writes to such a copy in one transaction, which is durable when this returns.
	 * @param state the directory that {@link #copy} made
	 */
	public static void writeCopy(Path state, Consumer<JdbcClient> writing) {
		DataSource copy = SqliteFile.writable(state.resolve(SqliteFile.STATE));
		try {
			new TransactionTemplate(new JdbcTransactionManager(copy))
				.executeWithoutResult((status) -> writing.accept(JdbcClient.create(copy)));
		}
		catch (DataAccessException | TransactionException ex) {
			throw DatabaseFailure.of(ex);
		}
	}

	/**
	 * Returns whether a file of the keystore's directory belongs to the database, so that
	 * only the database may open it.
	 */
	public static boolean isKeyFile(String name) {
		return name.startsWith(SqliteFile.KEYS);
	}

	private <T> T within(Mode next, TransactionTemplate transactions, Work<T> work) {
		this.mode.set(next);
		try {
			return transactions.<Result<T>>execute((status) -> new Result<>(work.run())).value();
		}
		catch (DataAccessException | TransactionException ex) {
			throw DatabaseFailure.of(ex);
		}
		finally {
			this.mode.remove();
		}
	}

	@Override
	public void close() {
		this.engine.close();
	}

	private enum Mode {

		NONE, READING, WRITING

	}

	private interface Work<T> {

		T run();

	}

	/**
	 * What a transaction returns, which is never null itself.
	 */
	private record Result<T>(T value) {
	}

}
