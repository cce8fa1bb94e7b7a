package dev.registrysync.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.util.ClassUtils;

/**
 * The names of all settings below {@code registry-sync}, from the configuration metadata
 * of the jar. Members of maps are listed for each key that a source names, and members of
 * lists for each index from 0 without a gap.
 */
final class KnownSettings {

	private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

	private static final String MAP = "java.util.Map<java.lang.String,";

	private static final String LIST = "java.util.List<";

	private final List<? extends ConfigurationPropertySource> sources;

	private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

	/** Names as they are shown, with {@code <name>} for the keys of maps. */
	private final Set<String> shown = new LinkedHashSet<>();

	/**
	 * Lists the settings.
	 * @param sources where to look for the keys of maps and the indexes of lists
	 */
	KnownSettings(List<? extends ConfigurationPropertySource> sources) {
		this.sources = List.copyOf(sources);
		for (JsonNode property : metadata().path("properties")) {
			String name = property.path("name").asString("");
			String type = property.path("type").asString("");
			this.names.addAll(expand(ConfigurationPropertyName.of(name), type));
			this.shown.addAll(show(name, type));
		}
		this.names.forEach((name) -> this.shown.add(name.toString()));
	}

	private static JsonNode metadata() {
		try (@Nullable
		InputStream metadata = KnownSettings.class.getResourceAsStream(METADATA)) {
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
	 * Returns the names of what can be set, without those of groups.
	 */
	Set<ConfigurationPropertyName> names() {
		return Collections.unmodifiableSet(this.names);
	}

	/**
	 * Returns the setting whose name needs the fewest changes to become the given one.
	 * @param name a name in any form
	 */
	String nearest(String name) {
		String plain = plain(name);
		return this.shown.stream()
			.min(Comparator.<String>comparingInt((known) -> distance(plain(known), plain))
				.thenComparing(Comparator.comparingInt(String::length).reversed()))
			.orElseThrow();
	}

	private Set<ConfigurationPropertyName> expand(ConfigurationPropertyName name, String type) {
		Set<ConfigurationPropertyName> expanded = new LinkedHashSet<>();
		if (type.startsWith(MAP)) {
			String of = element(type, MAP);
			expanded.add(name);
			keys(name, components(of).isEmpty()).forEach((key) -> expanded.addAll(expand(key, of)));
		}
		else if (type.startsWith(LIST)) {
			expanded.add(name);
			Set<ConfigurationPropertyName> item = expand(name.append("[0]"), element(type, LIST));
			for (int i = 1; item.stream().anyMatch(this::isSet); i++) {
				expanded.addAll(item);
				item = expand(name.append("[%d]".formatted(i)), element(type, LIST));
			}
			expanded.addAll(item);
		}
		else if (components(type).isEmpty()) {
			expanded.add(name);
		}
		else {
			components(type)
				.forEach((component) -> expanded.addAll(expand(name.append(dashed(component)), type(component))));
		}
		return expanded;
	}

	private static List<String> show(String name, String type) {
		if (type.startsWith(MAP)) {
			return show(name + ".<name>", element(type, MAP));
		}
		List<String> shown = new ArrayList<>();
		components(type).forEach((component) -> shown.addAll(show(name + "." + dashed(component), type(component))));
		return shown.isEmpty() ? List.of(name) : shown;
	}

	private boolean isSet(ConfigurationPropertyName name) {
		return this.sources.stream().anyMatch((source) -> source.getConfigurationProperty(name) != null);
	}

	/**
	 * Returns the names with which a source begins the entries of a map.
	 * @param scalar whether the values are texts; a key may have dots then
	 */
	private Stream<ConfigurationPropertyName> keys(ConfigurationPropertyName map, boolean scalar) {
		return this.sources.stream()
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.flatMap((source) -> ((IterableConfigurationPropertySource) source).stream())
			.filter(map::isAncestorOf)
			.map((name) -> scalar ? name : name.chop(map.getNumberOfElements() + 1))
			.distinct();
	}

	private static String element(String type, String collection) {
		return type.substring(collection.length(), type.length() - 1);
	}

	private static String dashed(RecordComponent component) {
		return DataObjectPropertyName.toDashedForm(component.getName());
	}

	private static String type(RecordComponent component) {
		return component.getGenericType().getTypeName().replace(" ", "");
	}

	/**
	 * Returns the members of a group of settings; none for a type that is read from a
	 * text.
	 */
	private static List<RecordComponent> components(String type) {
		if (type.contains("<")) {
			return List.of();
		}
		Class<?> found = ClassUtils.resolveClassName(type, KnownSettings.class.getClassLoader());
		boolean group = found.isRecord()
				&& Stream.of(found.getDeclaredMethods()).noneMatch((method) -> method.getName().equals("valueOf"));
		return group ? List.of(found.getRecordComponents()) : List.of();
	}

	/**
	 * Returns a name without what relaxed binding does not look at.
	 */
	private static String plain(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/**
	 * Returns the number of characters to insert, remove or replace.
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
