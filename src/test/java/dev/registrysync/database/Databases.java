package dev.registrysync.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.env.MockEnvironment;

/**
 * A fresh, migrated database for a test. The same test runs on both engines like this:
 *
 * <pre>
 * &#64;ParameterizedClass
 * &#64;EnumSource(TestEngine.class)
 * class SuspensionsTest {
 *
 * 	&#64;TempDir
 * 	private Path data;
 *
 * 	private final TestEngine engine;
 *
 * 	private Databases databases;
 *
 * 	SuspensionsTest(TestEngine engine) {
 * 		this.engine = engine;
 * 	}
 *
 * 	&#64;BeforeEach
 * 	void open() {
 * 		this.databases = Databases.create(this.engine, this.data);
 * 	}
 *
 * 	&#64;AfterEach
 * 	void close() {
 * 		this.databases.close();
 * 	}
 *
 * }
 * </pre>
 *
 * {@link #database()} is the open one, {@link #reopen()} what a restart is, and
 * {@link #settings()} are properties for an application context. SQLite's files are
 * {@code state/registry-sync.db} and {@code keystore/keys.db} below the data directory,
 * as in the service. One PostgreSQL server serves all tests of a JVM.
 */
public final class Databases implements AutoCloseable {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final TestEngine engine;

	private final Path data;

	private final String name;

	private Database database;

	private Databases(TestEngine engine, Path data) {
		this.engine = engine;
		this.data = data;
		this.name = "test" + COUNT.incrementAndGet();
		if (engine == TestEngine.POSTGRESQL) {
			Server.run("create database %s template %s".formatted(this.name, Server.MIGRATED));
		}
		this.database = open();
	}

	/**
	 * Creates a database.
	 * @param data the data directory, whose lock is not taken
	 */
	public static Databases create(TestEngine engine, Path data) {
		return new Databases(engine, data);
	}

	/**
	 * Creates a database on SQLite, for a test that is about something else.
	 */
	public static Databases sqlite(Path data) {
		return new Databases(TestEngine.SQLITE, data);
	}

	public Database database() {
		return this.database;
	}

	/**
	 * Closes the database and opens it again.
	 */
	public Database reopen() {
		this.database.close();
		this.database = open();
		return this.database;
	}

	/**
	 * Opens the database once more beside the first, as another process would. Whoever
	 * calls this closes it.
	 */
	public Database open() {
		return Database.open(environment(settings()), this.data.resolve("state"), this.data.resolve("keystore"));
	}

	private static Environment environment(Map<String, String> settings) {
		MockEnvironment environment = new MockEnvironment();
		settings.forEach(environment::setProperty);
		return environment;
	}

	/**
	 * Returns the properties with which an application uses this database, apart from the
	 * data directory. Close the database first if it is SQLite's and a restart is meant.
	 */
	public Map<String, String> settings() {
		return switch (this.engine) {
			case SQLITE -> Map.of();
			case POSTGRESQL -> Server.settings(this.name);
		};
	}

	@Override
	public void close() {
		this.database.close();
		if (this.engine == TestEngine.POSTGRESQL) {
			Server.run("drop database %s with (force)".formatted(this.name));
		}
	}

	/**
	 * The server, which starts when a test first needs it and stops with the JVM.
	 */
	private static final class Server {

		private static final EmbeddedPostgres POSTGRES = start();

		/**
		 * The database of which all others are copies, as migrating each takes longer.
		 */
		static final String MIGRATED = "migrated";

		static {
			run("create database %s template template0 encoding 'UTF8'".formatted(MIGRATED));
			Path unused = Path.of("unused");
			Database.open(environment(settings(MIGRATED)), unused, unused).close();
		}

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.builder()
					.setServerConfig("fsync", "off")
					.setServerConfig("full_page_writes", "off")
					.setServerConfig("max_connections", "200")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		static Map<String, String> settings(String name) {
			return Map.of("spring.datasource.url",
					"jdbc:postgresql://localhost:%d/%s".formatted(POSTGRES.getPort(), name),
					"spring.datasource.username", "postgres", "spring.datasource.hikari.maximum-pool-size", "4");
		}

		static void run(String statement) {
			new JdbcTemplate(POSTGRES.getPostgresDatabase()).execute(statement);
		}

	}

}
