package dev.registrysync.history;

import dev.registrysync.volume.DataDirectory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the history as files in the data directory.
 */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

	@Bean
	History history(DataDirectory data) {
		return new FileHistory(data.history());
	}

}
