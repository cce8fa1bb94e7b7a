package dev.registrysync.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Refuses environment variables that begin with {@code REGISTRY_SYNC_} and are no
 * settings. The variables that Kubernetes and Docker set for a service of the name
 * {@code registry-sync} are not looked at.
 */
public final class UnknownVariables {

	private static final String PREFIX = "REGISTRY_SYNC_";

	private static final Pattern OF_THE_PLATFORM = Pattern.compile(
			"REGISTRY_SYNC_(SERVICE_HOST|SERVICE_PORT(_.+)?|NAME|PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?)");

	private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

	/** What is bound by hand, and what is below a name that operators choose. */
	private static final List<String> NAMED = List.of("registry-sync.coordinators", "registry-sync.webhooks",
			"registry-sync.identity-aliases", "registry-sync.demo");

	private final List<String> names = new ArrayList<>();

	private final List<String> prefixes = new ArrayList<>(NAMED);

	private UnknownVariables() {
		for (JsonNode property : metadata().path("properties")) {
			String name = property.path("name").asString("");
			String type = property.path("type").asString("");
			boolean below = type.startsWith("java.util.") || type.endsWith(".Limits");
			(below ? this.prefixes : this.names).add(name);
		}
	}

	private static JsonNode metadata() {
		try (@Nullable
		InputStream metadata = UnknownVariables.class.getResourceAsStream(METADATA)) {
			if (metadata == null) {
				throw new IllegalStateException("the jar has no " + METADATA);
			}
			return JsonMapper.shared().readTree(metadata);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Checks the environment variables.
	 * @throws UnknownPropertiesException naming those that are no settings, each with the
	 * setting that is most like it
	 */
	public static void refuse(ConfigurableEnvironment environment) {
		PropertySource<?> source = environment.getPropertySources()
			.get(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
		if (!(source instanceof EnumerablePropertySource<?> variables)) {
			return;
		}
		UnknownVariables known = new UnknownVariables();
		TreeSet<String> unknown = new TreeSet<>();
		TreeSet<String> nearest = new TreeSet<>();
		for (String variable : variables.getPropertyNames()) {
			String upper = variable.toUpperCase(Locale.ROOT);
			if (upper.startsWith(PREFIX) && !OF_THE_PLATFORM.matcher(upper).matches() && !known.has(upper)) {
				unknown.add(variable);
				nearest.add(known.nearest(upper));
			}
		}
		if (!unknown.isEmpty()) {
			throw new UnknownPropertiesException(unknown, "registry-sync, and most like these,", List.copyOf(nearest));
		}
	}

	private boolean has(String variable) {
		String plain = plain(variable);
		return this.names.stream().anyMatch((name) -> plain(name).equals(plain))
				|| this.prefixes.stream().anyMatch((name) -> plain.startsWith(plain(name)));
	}

	private String nearest(String variable) {
		String plain = plain(variable);
		return this.names.stream().min(Comparator.comparingInt((name) -> distance(plain(name), plain))).orElseThrow();
	}

	/**
	 * A name without what relaxed binding does not look at.
	 */
	private static String plain(String name) {
		return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
	}

	/**
	 * The number of characters to insert, remove or replace.
	 */
	private static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j < row.length; j++) {
				int replaced = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[other.length()];
	}

}
