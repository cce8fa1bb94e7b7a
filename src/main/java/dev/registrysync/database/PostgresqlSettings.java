package dev.registrysync.database;

import java.util.Map;
import java.util.Optional;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Where the PostgreSQL server is, and how many connections the service opens to it.
 */
final class PostgresqlSettings {

	private static final String URL = "spring.datasource.url";

	private static final int POOL_SIZE = 8;

	private final Binder binder;

	private final String url;

	private PostgresqlSettings(Binder binder, String url) {
		this.binder = binder;
		this.url = url;
	}

	/**
	 * Returns them if {@code spring.datasource.url} is set.
	 * @throws ProblemException {@code DATABASE_UNSUPPORTED} if it names another database
	 */
	static Optional<PostgresqlSettings> find(Environment environment) {
		Binder binder = Binder.get(environment);
		return binder.bind(URL, String.class).map((url) -> {
			if (!url.startsWith("jdbc:postgresql:")) {
				throw new ProblemException(ProblemCode.DATABASE_UNSUPPORTED,
						"%s does not begin with jdbc:postgresql:.".formatted(URL), Map.of());
			}
			return Optional.of(new PostgresqlSettings(binder, url));
		}).orElse(Optional.empty());
	}

	String url() {
		return this.url;
	}

	/**
	 * Returns the server and the database, without parameters, which may be secret.
	 */
	String name() {
		return this.url.substring("jdbc:".length()).split("\\?", 2)[0].replaceFirst("//[^/]*@", "//");
	}

	String username() {
		return text("spring.datasource.username");
	}

	String password() {
		return text("spring.datasource.password");
	}

	int poolSize() {
		return this.binder.bind("spring.datasource.hikari.maximum-pool-size", Integer.class).orElse(POOL_SIZE);
	}

	private String text(String name) {
		return this.binder.bind(name, String.class).orElse("");
	}

}
