package dev.registrysync.backup;

import java.time.Clock;

import dev.registrysync.database.Database;
import dev.registrysync.volume.DataDirectory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Makes backups of the service's own data directory.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BackupProperties.class)
class BackupConfiguration {

	@Bean
	Backups backups(DataDirectory data, Database database, Clock clock) {
		return new Backups(data, database, clock);
	}

}
