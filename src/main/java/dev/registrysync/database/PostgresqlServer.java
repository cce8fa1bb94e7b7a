package dev.registrysync.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.flywaydb.core.api.FlywayException;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A PostgreSQL server, which several processes may share. Works through PgBouncer in
 * transaction mode: no statement has an effect beyond its transaction.
 */
final class PostgresqlServer implements DatabaseEngine {

	/** Does not outlive its transaction, unlike the isolation level of a connection. */
	private static final String SNAPSHOT = "set transaction isolation level repeatable read, read only";

	private static final Map<String, String> TYPES = Map.of("id", "text collate \"C\"", "bytes", "bytea", "keystore",
			"keystore.");

	private static final int CONNECTION_TIMEOUT_MILLIS = 5_000;

	private static final String SOCKET_TIMEOUT_SECONDS = "60";

	private final HikariDataSource pool;

	private PostgresqlServer(HikariDataSource pool) {
		this.pool = pool;
	}

	/**
	 * Migrates the database over connections of its own, so that a pool of one will do
	 * and no migration is bound by the timeout of a call.
	 * @throws ProblemException if the database cannot be reached or used
	 */
	static PostgresqlServer open(PostgresqlSettings settings) {
		try {
			DataSource source = new DriverManagerDataSource(settings.url(), properties(settings, "0"));
			requireUsable(source, settings.name());
			Migrations.of(source, Migrations.STATE, TYPES).load().migrate();
			Migrations.of(source, Migrations.KEYSTORE, TYPES)
				.defaultSchema("keystore")
				.createSchemas(true)
				.load()
				.migrate();
			return new PostgresqlServer(new HikariDataSource(pool(settings)));
		}
		catch (SQLException | FlywayException ex) {
			throw DatabaseFailure.opening(settings.name(), ex);
		}
	}

	private static void requireUsable(DataSource source, String name) throws SQLException {
		try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
			require(statement, "server_encoding", "UTF8", name);
			require(statement, "default_transaction_isolation", "read committed", name);
		}
	}

	private static void require(Statement statement, String setting, String value, String name) throws SQLException {
		String found = Sql.text(statement, "show " + setting);
		if (!found.equals(value)) {
			throw new ProblemException(ProblemCode.DATABASE_UNSUPPORTED,
					"The database %s has %s %s, and the service needs %s.".formatted(name, setting, found, value),
					Map.of("database", name));
		}
	}

	private static HikariConfig pool(PostgresqlSettings settings) {
		HikariConfig config = new HikariConfig();
		config.setPoolName("database");
		config.setJdbcUrl(settings.url());
		config.setDataSourceProperties(properties(settings, SOCKET_TIMEOUT_SECONDS));
		config.setMaximumPoolSize(settings.poolSize());
		config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
		return config;
	}

	/**
	 * Returns defaults of the driver, which parameters of the URL override.
	 */
	private static Properties properties(PostgresqlSettings settings, String socketTimeout) {
		Properties properties = new Properties();
		if (!settings.username().isEmpty()) {
			properties.setProperty("user", settings.username());
			properties.setProperty("password", settings.password());
		}
		properties.setProperty("ApplicationName", "registry-sync");
		properties.setProperty("prepareThreshold", "0");
		properties.setProperty("socketTimeout", socketTimeout);
		properties.setProperty("tcpKeepAlive", "true");
		return properties;
	}

	@Override
	public String name() {
		return "PostgreSQL";
	}

	@Override
	public DataSource reader() {
		return this.pool;
	}

	@Override
	public DataSource writer() {
		return this.pool;
	}

	@Override
	public Optional<String> snapshot() {
		return Optional.of(SNAPSHOT);
	}

	@Override
	public boolean isExclusive() {
		return false;
	}

	@Override
	public void copy(Path state, Path keystore) {
		throw new ProblemException(ProblemCode.BACKUP_UNSUPPORTED,
				"The state and the sealed keys are in PostgreSQL, which the service does not copy.");
	}

	@Override
	public void close() {
		this.pool.close();
	}

}
