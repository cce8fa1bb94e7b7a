package dev.registrysync.volume;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the data directory before anything else touches it, and lets go of it last.
 */
@Configuration(proxyBeanMethods = false)
class VolumeConfiguration {

	@Bean(destroyMethod = "close")
	DataDirectory dataDirectory(VolumeProperties properties) {
		return DataDirectory.open(properties.dataDir());
	}

}
