package dev.registrysync.database;

import dev.registrysync.volume.DataDirectory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Opens the database once the data directory is locked, and closes it before that is
 * unlocked.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

	@Bean
	Database database(Environment environment, DataDirectory data) {
		return Database.open(environment, data.state(), data.keystore());
	}

	@Bean
	DatabaseHealthIndicator databaseHealthIndicator(Database database) {
		return new DatabaseHealthIndicator(database);
	}

}
