package dev.registrysync.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServiceSettingsTest {

	@TempDir
	private Path directory;

	private final Map<String, String> variables = new HashMap<>();

	private ServiceSettings read(String name, String text) throws IOException {
		Files.writeString(this.directory.resolve(name), text);
		this.variables.put("SPRING_CONFIG_ADDITIONAL_LOCATION", this.directory.toUri().toString());
		return ServiceSettings.read(this.variables);
	}

	@Test
	void aVariableThatIsNoSettingIsRefused() {
		assertThatExceptionOfType(RefusedException.class)
			.isThrownBy(() -> ServiceSettings.read(Map.of("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FIEL", "/run/secret")))
			.withMessageContaining("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FIEL");
	}

	@Test
	void hasTheServicesDefaults() {
		ServiceSettings settings = ServiceSettings.read(Map.of("REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FILE", ""));
		assertThat(settings.dataDir()).isEqualTo(Path.of("data"));
		assertThat(settings.passphraseFile()).isNull();
		assertThat(settings.aliases().isAlias(EntryRef.of(Kind.AGENTS, "a"))).isFalse();
	}

	@Test
	void readsApplicationYaml() throws IOException {
		ServiceSettings settings = read("application.yaml", """
				registry-sync:
				  data-dir: /srv/data
				  keystore:
				    passphrase-file: /run/secrets/words
				  identity-aliases:
				    "[Coordinator.agent]": coordinator_agent_main
				    "[x]": tools/web search
				""");
		assertThat(settings.dataDir()).isEqualTo(Path.of("/srv/data"));
		assertThat(settings.passphraseFile()).isEqualTo(Path.of("/run/secrets/words"));
		assertThat(settings.aliases().resolve(EntryRef.of(Kind.AGENTS, "Coordinator.agent")))
			.isEqualTo(EntryRef.of(Kind.AGENTS, "coordinator_agent_main"));
		assertThat(settings.aliases().resolve(EntryRef.of(Kind.AGENTS, "x")))
			.isEqualTo(EntryRef.of(Kind.TOOLS, "web search"));
	}

	@Test
	void anEnvironmentVariableIsStrongerThanAFile() throws IOException {
		this.variables.put("REGISTRY_SYNC_DATA_DIR", "/volume");
		assertThat(read("application.yaml", "registry-sync.data-dir: /srv/data").dataDir())
			.isEqualTo(Path.of("/volume"));
	}

	@Test
	void readsTheFilesOfAProfile() throws IOException {
		this.variables.put("SPRING_PROFILES_ACTIVE", "site");
		assertThat(read("application-site.yaml", "registry-sync.data-dir: /site").dataDir())
			.isEqualTo(Path.of("/site"));
	}

	@Test
	void readsSpringApplicationJson() {
		this.variables.put("SPRING_APPLICATION_JSON", "{\"registry-sync\": {\"data-dir\": \"/json\"}}");
		assertThat(ServiceSettings.read(this.variables).dataDir()).isEqualTo(Path.of("/json"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			registry-sync: [ | a file is not YAML, line 1
			registry-sync.keystore.pasphrase-file: x | registry-sync.keystore.pasphrase-file
			registry-sync.identity-aliases: {a: a} | the alias "a" leads to itself
			spring.config.import: file:/no/such/file.yaml | /no/such/file.yaml
			""")
	void refusesWhatTheServiceRefuses(String yaml, String reason) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> read("application.yaml", yaml))
			.withMessageContainingAll("The service's settings cannot be used: ", reason);
	}

}
