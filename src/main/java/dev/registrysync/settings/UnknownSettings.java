package dev.registrysync.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses settings below {@code registry-sync} that do not exist, whether they come from
 * a file, the command line, a system property or an environment variable. Ignores the
 * variables that Kubernetes and Docker set for a service of the name
 * {@code registry-sync}.
 */
public final class UnknownSettings {

	private static final String ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("registry-sync");

	private static final Pattern VARIABLE = Pattern.compile("REGISTRY_?SYNC_.*");

	private static final Pattern OF_THE_PLATFORM = Pattern.compile(
			"REGISTRY_SYNC_(SERVICE_HOST|SERVICE_PORT(_.+)?|NAME|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

	private UnknownSettings() {
	}

	/**
	 * Checks all sources of the environment.
	 * @throws UnknownPropertiesException naming each setting that does not exist, with
	 * the nearest one that does
	 */
	public static void refuse(ConfigurableEnvironment environment) {
		List<ConfigurationPropertySource> others = new ArrayList<>();
		List<ConfigurationPropertySource> all = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			all.add(source);
			if (!(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
				others.add(source);
			}
		}
		KnownSettings known = new KnownSettings(all);
		SortedMap<String, String> unknown = new TreeMap<>();
		others.stream()
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
			.filter((name) -> PREFIX.isAncestorOf(name) && !known.names().contains(name))
			.forEach((name) -> unknown.put(name.toString(), known.nearest(name.toString())));
		variables(environment).filter((variable) -> isUnknown(variable, known))
			.forEach((variable) -> unknown.put(variable, known.nearest(variable)));
		if (!unknown.isEmpty()) {
			throw new UnknownPropertiesException(unknown);
		}
	}

	private static Stream<String> variables(ConfigurableEnvironment environment) {
		PropertySource<?> source = environment.getPropertySources().get(ENVIRONMENT);
		return (source instanceof EnumerablePropertySource<?> variables) ? Stream.of(variables.getPropertyNames())
				: Stream.empty();
	}

	/**
	 * Whether no setting is read from the variable, as Spring Boot maps names.
	 */
	private static boolean isUnknown(String variable, KnownSettings known) {
		String upper = variable.toUpperCase(Locale.ROOT);
		if (!VARIABLE.matcher(upper).matches() || OF_THE_PLATFORM.matcher(upper).matches()) {
			return false;
		}
		ConfigurationPropertySource alone = ConfigurationPropertySource
			.from(new SystemEnvironmentPropertySource(ENVIRONMENT, Map.of(variable, "")));
		return alone == null || known.names().stream().allMatch((name) -> alone.getConfigurationProperty(name) == null);
	}

}
