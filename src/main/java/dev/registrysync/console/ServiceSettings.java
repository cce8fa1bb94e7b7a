package dev.registrysync.console;

import java.nio.file.Path;
import java.util.Map;

import dev.registrysync.keys.IdentityAliases;
import dev.registrysync.keys.KeystoreProperties;
import dev.registrysync.settings.UnknownPropertiesException;
import dev.registrysync.settings.UnknownSettings;
import dev.registrysync.volume.VolumeProperties;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.config.ConfigDataException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.springframework.core.env.StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

/**
 * The service's settings, read where the service reads them, without starting it.
 *
 * @param environment all of them
 * @param dataDir {@code registry-sync.data-dir}
 * @param passphraseFile {@code registry-sync.keystore.passphrase-file}; null if a
 * generated key opens the keystore
 * @param aliases {@code registry-sync.identity-aliases}
 */
record ServiceSettings(Environment environment, Path dataDir, @Nullable Path passphraseFile, IdentityAliases aliases) {

	private static final String REMEDY = "Mend what is named in application.yaml, or wherever else the service's "
			+ "settings are.";

	/**
	 * Reads system properties, the given environment variables, and files like
	 * {@code application.yaml} with their profiles.
	 * @throws RefusedException if the service could not start with them
	 */
	static ServiceSettings read(Map<String, String> variables) {
		try {
			ConfigurableEnvironment environment = environment(variables);
			UnknownSettings.refuse(environment);
			return new ServiceSettings(environment, VolumeProperties.from(environment).dataDir(),
					KeystoreProperties.from(environment).passphraseFile(), IdentityAliases.from(environment));
		}
		catch (MarkedYAMLException ex) {
			throw refused("a file is not YAML, line %d: %s".formatted(ex.getProblemMark().getLine() + 1,
					String.valueOf(ex.getProblem())));
		}
		catch (ConfigDataException | BindException | InvalidConfigurationPropertyValueException
				| UnknownPropertiesException ex) {
			throw refused(String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()));
		}
	}

	private static ConfigurableEnvironment environment(Map<String, String> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.copyOf(variables)));
		new SpringApplicationJsonEnvironmentPostProcessor().postProcessEnvironment(environment,
				new SpringApplication());
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		return environment;
	}

	private static RefusedException refused(String reason) {
		return new RefusedException(
				"The service's settings cannot be used: %s%s".formatted(reason, reason.endsWith(".") ? "" : "."),
				REMEDY);
	}

}
