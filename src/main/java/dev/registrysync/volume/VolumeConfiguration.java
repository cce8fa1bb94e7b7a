package dev.registrysync.volume;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the data directory before anything else touches it, and lets go of it last.
 */
@Configuration(proxyBeanMethods = false)
class VolumeConfiguration {

	/**
	 * Binds every feature's properties first: a start that a wrong one refuses leaves
	 * nothing behind.
	 */
	@Bean(destroyMethod = "close")
	DataDirectory dataDirectory(VolumeProperties properties, ListableBeanFactory beans) {
		beans.getBeansWithAnnotation(ConfigurationProperties.class);
		return DataDirectory.open(properties.dataDir());
	}

	@Bean
	FreeSpace freeSpace(DataDirectory data) {
		return FreeSpace.on(data);
	}

}
