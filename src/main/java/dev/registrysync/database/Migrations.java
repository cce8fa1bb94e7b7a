package dev.registrysync.database;

import java.util.Map;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings the tables up to date: those of the state and those of the keystore, each with a
 * history of its own, as either can be restored alone.
 */
final class Migrations {

	static final String STATE = "classpath:db/state";

	static final String KEYSTORE = "classpath:db/keystore";

	private Migrations() {
	}

	/**
	 * Returns the settings that all migrations have in common.
	 * @param types what the placeholders of the statements stand for
	 */
	static FluentConfiguration of(DataSource source, String location, Map<String, String> types) {
		return Flyway.configure().dataSource(source).locations(location).placeholders(types).cleanDisabled(true);
	}

}
