package dev.registrysync.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DurableDirectory;
import dev.registrysync.volume.FileFailure;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Two SQLite files: the state, and the sealed keys as the schema {@code keystore}. One
 * connection writes, a few others read. The files are never opened by Java while they are
 * in use, as closing them would drop SQLite's locks.
 */
final class SqliteFile implements DatabaseEngine {

	static final String STATE = "registry-sync.db";

	static final String KEYS = "keys.db";

	private static final Logger log = LoggerFactory.getLogger(SqliteFile.class);

	private static final Map<String, String> TYPES = Map.of("id", "text collate binary", "bytes", "blob", "keystore",
			"");

	private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

	private static final Set<SQLiteErrorCode> NO_SHARED_MEMORY = Set.of(SQLiteErrorCode.SQLITE_IOERR_SHMOPEN,
			SQLiteErrorCode.SQLITE_IOERR_SHMLOCK, SQLiteErrorCode.SQLITE_IOERR_SHMMAP);

	/** What is added to a file's name to name the mark that it has to be checked. */
	private static final String UNCHECKED = ".unchecked";

	private static final int READERS = 4;

	private static final int BUSY_TIMEOUT_MILLIS = 10_000;

	/** What the write-ahead log is cut to once a large transaction is in the database. */
	private static final int JOURNAL_SIZE_LIMIT = 16 << 20;

	/** The value of the pragma for {@code FULL}. */
	private static final String SYNCHRONOUS_FULL = "2";

	private final Source source;

	private final HikariDataSource readers;

	private final HikariDataSource writer;

	private SqliteFile(Source source, HikariDataSource readers, HikariDataSource writer) {
		this.source = source;
		this.readers = readers;
		this.writer = writer;
	}

	/**
	 * Opens the two files, makes what is not there, and checks both if they were not
	 * closed the last time. The first connection is not pooled, so that its failure is
	 * known at once, and stays open until there are others, so that the write-ahead log
	 * is not removed and made again in between.
	 * @throws ProblemException if a file cannot be used, or is damaged
	 */
	static SqliteFile open(Path stateDirectory, Path keystoreDirectory) {
		Path state = create(stateDirectory, STATE);
		Path keys = create(keystoreDirectory, KEYS);
		NativeLibrary.load(stateDirectory.resolve("native"));
		boolean uncheckedState = isUnchecked(stateDirectory, state);
		boolean uncheckedKeys = isUnchecked(keystoreDirectory, keys);
		JournalMode journal = journalMode(state, journalMode(keys, JournalMode.WAL));
		if (journal != JournalMode.WAL) {
			log.warn(
					"{} is on a file system without shared memory, such as NFS: the database uses journal_mode=DELETE, "
							+ "which is slower, and lets readers and the writer wait for each other",
					state);
		}
		Source writing = new Source(state, keys, journal, false);
		try (Connection first = writing.getConnection()) {
			if (uncheckedState) {
				check(first, "main", state);
				directory(stateDirectory).remove(STATE + UNCHECKED);
			}
			if (uncheckedKeys) {
				check(first, "keystore", keys);
				directory(keystoreDirectory).remove(KEYS + UNCHECKED);
			}
			Migrations.of(writing, Migrations.STATE, TYPES).load().migrate();
			Migrations.of(new Source(keys, null, journal, false), Migrations.KEYSTORE, TYPES).load().migrate();
			HikariDataSource writer = pool("writer", 1, writing);
			try {
				return new SqliteFile(writing, pool("readers", READERS, new Source(state, keys, journal, true)),
						writer);
			}
			catch (PoolInitializationException ex) {
				writer.close();
				throw ex;
			}
		}
		catch (SQLException | FlywayException | PoolInitializationException ex) {
			throw DatabaseFailure.opening("%s (keys in %s)".formatted(state, keys), ex);
		}
	}

	/**
	 * Makes an empty file that only its owner can read; SQLite gives the files beside it
	 * the same mode.
	 */
	private static Path create(Path directory, String name) {
		DurableDirectory durable = directory(directory);
		Path file = durable.path(name);
		boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
		try {
			if (Files.notExists(file)) {
				Files.createFile(file);
				durable.force();
			}
			if (posix && !Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
				Files.setPosixFilePermissions(file, OWNER_ONLY);
			}
			return file;
		}
		catch (IOException ex) {
			throw FileFailure.of(ProblemCode.DATABASE_UNAVAILABLE, "The database cannot be opened", file, ex);
		}
	}

	private static DurableDirectory directory(Path path) {
		return DurableDirectory.confidential(path.toAbsolutePath(), ProblemCode.DATABASE_UNAVAILABLE);
	}

	/**
	 * Returns whether a file was not closed the last time, or was not and is still not
	 * checked. SQLite removes its log when the last connection is closed, even of a
	 * damaged file, so a file beside it says so until the check is done.
	 */
	private static boolean isUnchecked(Path path, Path file) {
		DurableDirectory directory = directory(path);
		String name = String.valueOf(file.getFileName());
		if (directory.has(name + "-wal") || directory.has(name + "-journal")) {
			log.info("{} was not closed the last time and is checked", file);
			directory.replace(name + UNCHECKED, new byte[0]);
		}
		return directory.has(name + UNCHECKED);
	}

	/**
	 * Returns the journal mode that the file system of this file allows. Without shared
	 * memory a file in WAL mode can still be left in another one by a connection that
	 * keeps all others out.
	 */
	private static JournalMode journalMode(Path file, JournalMode wanted) {
		try (Connection connection = new SQLiteConfig().createConnection(url(file));
				Statement statement = connection.createStatement()) {
			statement.execute("pragma busy_timeout = " + BUSY_TIMEOUT_MILLIS);
			return JournalMode
				.valueOf(Sql.text(statement, "pragma journal_mode = " + wanted.getValue()).toUpperCase(Locale.ROOT));
		}
		catch (SQLException ex) {
			if (ex instanceof SQLiteException sqlite && NO_SHARED_MEMORY.contains(sqlite.getResultCode())) {
				leaveWal(file);
				return JournalMode.DELETE;
			}
			throw DatabaseFailure.opening(file.toString(), ex);
		}
	}

	static void leaveWal(Path file) {
		try (Connection connection = new SQLiteConfig().createConnection(url(file));
				Statement statement = connection.createStatement()) {
			statement.execute("pragma locking_mode = exclusive");
			statement.execute("pragma journal_mode = delete");
		}
		catch (SQLException ex) {
			throw DatabaseFailure.opening(file.toString(), ex);
		}
	}

	private static void check(Connection connection, String schema, Path file) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			String found = Sql.text(statement, "pragma %s.quick_check".formatted(schema));
			if (!found.equals("ok")) {
				throw new ProblemException(ProblemCode.DATABASE_DAMAGED,
						"The database %s is damaged: %s.".formatted(file, found.lines().findFirst().orElse("")),
						Map.of("database", file.toString()));
			}
		}
	}

	private static HikariDataSource pool(String name, int size, DataSource source) {
		HikariConfig config = new HikariConfig();
		config.setPoolName(name);
		config.setDataSource(source);
		config.setMaximumPoolSize(size);
		config.setMinimumIdle(1);
		config.setMaxLifetime(0);
		return new HikariDataSource(config);
	}

	/**
	 * Returns a URL in which no character of the path means anything else.
	 */
	private static String url(Path file) {
		return "jdbc:sqlite:" + file.toUri();
	}

	@Override
	public String name() {
		return "SQLite";
	}

	@Override
	public DataSource reader() {
		return this.readers;
	}

	@Override
	public DataSource writer() {
		return this.writer;
	}

	/**
	 * The first query of a transaction takes the snapshot.
	 */
	@Override
	public Optional<String> snapshot() {
		return Optional.empty();
	}

	@Override
	public boolean isExclusive() {
		return true;
	}

	/**
	 * Uses a connection of its own, on which it only reads: neither the writer nor
	 * another reader waits.
	 */
	@Override
	public void copy(Path state, Path keystore) {
		try (Connection connection = this.source.getConnection()) {
			copy(connection, "main", create(state, STATE));
			copy(connection, "keystore", create(keystore, KEYS));
		}
		catch (SQLException ex) {
			throw DatabaseFailure.of(new UncategorizedSQLException("copying the database", null, ex));
		}
	}

	/**
	 * SQLite accepts an empty file, so that its mode is right from the beginning. It does
	 * not make the copy durable.
	 */
	private static void copy(Connection connection, String schema, Path file) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement("vacuum %s into ?".formatted(schema))) {
			statement.setString(1, file.toString());
			statement.execute();
		}
		try (Connection copy = readOnly(file).getConnection()) {
			check(copy, "main", file);
		}
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			channel.force(true);
		}
		catch (IOException ex) {
			throw FileFailure.of(ProblemCode.BACKUP_FAILED, "The copy cannot be made durable", file, ex);
		}
	}

	/**
	 * Returns a database file that nothing writes.
	 */
	static DataSource readOnly(Path file) {
		SQLiteConfig config = new SQLiteConfig();
		config.setReadOnly(true);
		return source(config, file);
	}

	/**
	 * Returns a database file that nothing else uses.
	 */
	static DataSource writable(Path file) {
		SQLiteConfig config = new SQLiteConfig();
		config.setSynchronous(SynchronousMode.FULL);
		return source(config, file);
	}

	private static DataSource source(SQLiteConfig config, Path file) {
		SQLiteDataSource source = new SQLiteDataSource(config);
		source.setUrl(url(file));
		return source;
	}

	@Override
	public void close() {
		this.readers.close();
		this.writer.close();
	}

	/**
	 * Opens connections and makes sure that each has the settings on which durability
	 * depends.
	 */
	private static final class Source extends AbstractDataSource {

		private final Path file;

		private final @Nullable Path keystore;

		private final JournalMode journal;

		private final boolean readOnly;

		Source(Path file, @Nullable Path keystore, JournalMode journal, boolean readOnly) {
			this.file = file;
			this.keystore = keystore;
			this.journal = journal;
			this.readOnly = readOnly;
		}

		@Override
		public Connection getConnection() throws SQLException {
			SQLiteConfig config = new SQLiteConfig();
			config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
			config.setJournalMode(this.journal);
			config.setJournalSizeLimit(JOURNAL_SIZE_LIMIT);
			config.setSynchronous(SynchronousMode.FULL);
			config.enforceForeignKeys(true);
			config.setTransactionMode(this.readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
			Connection connection = config.createConnection(url(this.file));
			try {
				prepare(connection);
				return connection;
			}
			catch (SQLException | ProblemException ex) {
				connection.close();
				throw ex;
			}
		}

		private void prepare(Connection connection) throws SQLException {
			try (Statement statement = connection.createStatement()) {
				require(statement, "main");
				if (this.keystore != null) {
					attach(connection, this.keystore);
					statement.execute("pragma keystore.journal_mode = " + this.journal.getValue());
					statement.execute("pragma keystore.synchronous = full");
					require(statement, "keystore");
				}
				if (this.readOnly) {
					statement.execute("pragma query_only = true");
				}
			}
		}

		private static void attach(Connection connection, Path keystore) throws SQLException {
			try (PreparedStatement statement = connection.prepareStatement("attach database ? as keystore")) {
				statement.setString(1, keystore.toUri().toString());
				statement.execute();
			}
		}

		private void require(Statement statement, String schema) throws SQLException {
			String mode = Sql.text(statement, "pragma %s.journal_mode".formatted(schema));
			String synchronous = Sql.text(statement, "pragma %s.synchronous".formatted(schema));
			if (!mode.equalsIgnoreCase(this.journal.getValue()) || !synchronous.equals(SYNCHRONOUS_FULL)) {
				throw new ProblemException(ProblemCode.DATABASE_UNSUPPORTED,
						"The schema %s of %s has journal_mode %s and synchronous %s, and must have %s and %s."
							.formatted(schema, this.file, mode, synchronous, this.journal, SYNCHRONOUS_FULL));
			}
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

}
