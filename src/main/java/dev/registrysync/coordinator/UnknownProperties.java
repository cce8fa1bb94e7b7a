package dev.registrysync.coordinator;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.registrysync.settings.UnknownPropertiesException;
import dev.registrysync.settings.UnknownVariables;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses to start with a property below {@code registry-sync} that no feature knows.
 * What is below a feature's own name is checked by the feature. Environment variables are
 * checked as a whole, and those of coordinators by their members. Runs before any bean is
 * made, so that a refused start leaves nothing behind.
 */
final class UnknownProperties implements BeanFactoryPostProcessor {

	/** The features' names in the configuration. */
	private static final List<String> ROOTS = List.of("conflicts", "coordinators", "crypto", "data-dir", "demo",
			"events", "external-changes", "grace", "guard", "history", "identity-aliases", "keystore", "members",
			"security", "store", "sync", "webhooks");

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("registry-sync");

	private static final String WEBHOOK_VARIABLES = "REGISTRY_SYNC_WEBHOOKS_";

	private static final String COORDINATOR_VARIABLES = "REGISTRY_SYNC_COORDINATORS_";

	private final ConfigurableEnvironment environment;

	UnknownProperties(ConfigurableEnvironment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		UnknownVariables.refuse(this.environment);
		SortedSet<String> unknown = new TreeSet<>();
		UnboundElementsSourceFilter checked = new UnboundElementsSourceFilter();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable && checked.apply(source)) {
				iterable.filter(UnknownProperties::isUnknown).forEach((name) -> unknown.add(name.toString()));
			}
		}
		variables().filter((variable) -> isUnknownVariable(variable.toUpperCase(Locale.ROOT))).forEach(unknown::add);
		if (!unknown.isEmpty()) {
			throw new UnknownPropertiesException(unknown, PREFIX.toString(), ROOTS);
		}
		CoordinatorProperties.from(this.environment);
	}

	private Stream<String> variables() {
		PropertySource<?> source = this.environment.getPropertySources()
			.get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		return (source instanceof EnumerablePropertySource<?> variables) ? Stream.of(variables.getPropertyNames())
				: Stream.empty();
	}

	private static boolean isUnknown(ConfigurationPropertyName name) {
		return PREFIX.isAncestorOf(name)
				&& ROOTS.stream().noneMatch((root) -> root.replace("-", "").equals(name.getElement(1, Form.UNIFORM)));
	}

	/**
	 * No variable can name a webhook.
	 */
	private boolean isUnknownVariable(String variable) {
		return variable.startsWith(WEBHOOK_VARIABLES) || namesAnUnknownCoordinator(variable);
	}

	/**
	 * Such a variable can set a member of a coordinator that is named elsewhere, and
	 * cannot name one.
	 */
	private boolean namesAnUnknownCoordinator(String variable) {
		if (!variable.startsWith(COORDINATOR_VARIABLES)) {
			return false;
		}
		return CoordinatorProperties.from(this.environment)
			.coordinators()
			.keySet()
			.stream()
			.map((name) -> COORDINATOR_VARIABLES + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_")
			.noneMatch((known) -> variable.startsWith(known) && isMember(variable.substring(known.length())));
	}

	private static boolean isMember(String rest) {
		String plain = rest.replace("_", "").toLowerCase(Locale.ROOT);
		return Stream.of(CoordinatorProperties.Coordinator.class.getRecordComponents())
			.map((component) -> component.getName().toLowerCase(Locale.ROOT))
			.anyMatch((name) -> plain.equals(name) || (name.equals("entrymembers") && plain.matches(name + "[0-9]+")));
	}

}
