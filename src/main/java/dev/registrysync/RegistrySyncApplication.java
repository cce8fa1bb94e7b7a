package dev.registrysync;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts Registry Sync.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class RegistrySyncApplication {

	public static void main(String[] args) {
		SpringApplication.run(RegistrySyncApplication.class, args);
	}

}
