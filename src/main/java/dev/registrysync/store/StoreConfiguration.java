package dev.registrysync.store;

import dev.registrysync.volume.DataDirectory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the registries as files in the data directory.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

	@Bean
	RegistryStore registryStore(DataDirectory data) {
		return RegistryStore.files(data);
	}

}
