package dev.registrysync.console;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the options that the service has too from the service's environment variables.
 */
final class EnvironmentDefaults implements IDefaultValueProvider {

	private static final Map<String, String> VARIABLES = Map.of(DataOptions.DATA_DIR, "REGISTRY_SYNC_DATA_DIR",
			DataOptions.PASSPHRASE_FILE, "REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FILE");

	private final Map<String, String> environment;

	EnvironmentDefaults(Map<String, String> environment) {
		this.environment = Map.copyOf(environment);
	}

	@Override
	public @Nullable String defaultValue(ArgSpec argument) {
		String variable = (argument instanceof OptionSpec option) ? VARIABLES.get(option.longestName()) : null;
		String value = (variable != null) ? this.environment.get(variable) : null;
		return (value == null || value.isBlank()) ? null : value;
	}

}
