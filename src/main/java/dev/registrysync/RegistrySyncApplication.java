package dev.registrysync;

import dev.registrysync.console.Console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts Registry Sync, or runs one of its offline commands.
 */
@SpringBootApplication(exclude = DataSourceAutoConfiguration.class)
@ConfigurationPropertiesScan
public class RegistrySyncApplication {

	public static void main(String[] args) {
		if (Console.isCommand(args)) {
			System.exit(Console.run(args));
		}
		SpringApplication.run(RegistrySyncApplication.class, args);
	}

}
