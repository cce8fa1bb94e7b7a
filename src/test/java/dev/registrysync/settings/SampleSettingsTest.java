package dev.registrysync.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.springframework.core.env.StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;

/**
 * {@code deploy/application.yaml} with all its settings uncommented.
 */
class SampleSettingsTest {

	private final StandardEnvironment environment = new StandardEnvironment();

	private final IterableConfigurationPropertySource sample;

	SampleSettingsTest() throws IOException {
		String text = Files.readString(Path.of("deploy/application.yaml"));
		PropertySource<?> source = new YamlPropertySourceLoader()
			.load("sample",
					new ByteArrayResource(text.replaceAll("(?m)^#(?=[a-z])", "").getBytes(StandardCharsets.UTF_8)))
			.get(0);
		this.environment.getPropertySources().remove(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		this.environment.getPropertySources().addFirst(source);
		this.sample = (IterableConfigurationPropertySource) Objects
			.requireNonNull(ConfigurationPropertySource.from(source));
	}

	private static JsonNode metadata() throws IOException {
		return JsonMapper.shared()
			.readTree(new ClassPathResource("META-INF/spring-configuration-metadata.json").getContentAsByteArray());
	}

	@Test
	void setsNothingUntilItIsUncommented() throws IOException {
		assertThat(Files.readAllLines(Path.of("deploy/application.yaml")))
			.allMatch((line) -> line.isEmpty() || line.startsWith("#"));
	}

	@Test
	void namesKnownSettingsOnly() {
		assertThatNoException().isThrownBy(() -> UnknownSettings.refuse(this.environment));
	}

	@Test
	void namesEverySetting() {
		List<String> missing = new ArrayList<>();
		for (ConfigurationPropertyName known : new KnownSettings(List.of(this.sample)).names()) {
			if (!isNamed(known) && !isBeyondTheLastOfAList(known)) {
				missing.add(known.toString());
			}
		}
		assertThat(missing).isEmpty();
	}

	private boolean isNamed(ConfigurationPropertyName known) {
		return this.sample.stream().anyMatch((name) -> name.equals(known) || known.isAncestorOf(name));
	}

	private boolean isBeyondTheLastOfAList(ConfigurationPropertyName known) {
		return IntStream.range(0, known.getNumberOfElements())
			.anyMatch((i) -> known.isNumericIndex(i) && !isNamed(known.chop(i + 1)));
	}

	@Test
	void showsTheDefaults() throws IOException {
		for (JsonNode property : metadata().path("properties")) {
			if (property.has("defaultValue") && property.get("defaultValue").isValueNode()) {
				String name = property.get("name").asString();
				assertThat(this.environment.getProperty(name)).as(name)
					.isEqualTo(property.get("defaultValue").asString());
			}
		}
	}

	@Test
	void canBeRead() throws Exception {
		Binder binder = Binder.get(this.environment);
		for (JsonNode property : metadata().path("properties")) {
			String name = property.get("name").asString();
			if (!property.has("sourceType")) {
				continue;
			}
			Class<?> group = Class.forName(property.get("sourceType").asString());
			String prefix = name.substring(0, name.lastIndexOf('.'));
			assertThat(binder.bind(prefix, group).isBound()).as(prefix).isTrue();
		}
	}

}
