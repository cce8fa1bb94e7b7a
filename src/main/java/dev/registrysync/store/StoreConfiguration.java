package dev.registrysync.store;

import java.time.Duration;

import dev.registrysync.volume.DataDirectory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the registries as files in the data directory.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	@Bean
	RegistryStore registryStore(DataDirectory data) {
		return new JsonFileRegistryStore(data.config(), PATIENCE);
	}

}
