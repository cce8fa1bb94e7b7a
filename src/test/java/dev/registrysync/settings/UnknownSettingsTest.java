package dev.registrysync.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.springframework.core.env.StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
import static org.springframework.core.env.StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;

class UnknownSettingsTest {

	/**
	 * Names a coordinator, a webhook and others, so that variables can set their members.
	 */
	private static final Map<String, Object> NAMED = Map.of("registry-sync.coordinators.lab-2.url", "http://lab",
			"registry-sync.guard.sources.lab-2.min-losses", "1", "registry-sync.webhooks.chat.url", "http://chat",
			"registry-sync.identity-aliases.a", "b", "registry-sync.security.issuer.roles.platform", "sync");

	private static void refuse(Map<String, Object> file, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		environment.getPropertySources()
			.replace(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		environment.getPropertySources().addLast(new MapPropertySource("file", file));
		UnknownSettings.refuse(environment);
	}

	private static void assertRefused(Map<String, Object> file, Map<String, Object> variables, String name,
			String nearest) {
		assertThatExceptionOfType(UnknownPropertiesException.class).isThrownBy(() -> refuse(file, variables))
			.withMessageNotContaining("hunter2")
			.satisfies((ex) -> {
				assertThat(ex.nearest()).containsExactlyEntriesOf(Map.of(name, nearest));
				FailureAnalysis analysis = new UnknownPropertiesFailureAnalyzer().analyze(ex, ex);
				assertThat(analysis.getDescription()).contains(name, "nearest setting: " + nearest)
					.doesNotContain("hunter2");
				assertThat(analysis.getAction()).contains("README", "deploy/application.yaml");
			});
	}

	@ParameterizedTest
	@CsvSource({ "REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FIEL, registry-sync.keystore.passphrase-file",
			"REGISTRY_SYNC_KEYSTORE_PASSPHRASEFILE, registry-sync.keystore.passphrase-file",
			"REGISTRYSYNC_KEYSTORE_PASSPHRASE_FILE, registry-sync.keystore.passphrase-file",
			"registry_sync_data_dri, registry-sync.data-dir",
			"REGISTRY_SYNC_SYNC_INTERVALL, registry-sync.sync.interval",
			"REGISTRY_SYNC_COORDINATORS_DEFAULT_URLL, registry-sync.coordinators.default.url",
			"REGISTRY_SYNC_COORDINATORS_LAB_2_PUSHH, registry-sync.coordinators.lab-2.push",
			"REGISTRY_SYNC_COORDINATORS_LAB_3_URL, registry-sync.coordinators.lab-2.url",
			"REGISTRY_SYNC_GUARD_SOURCES_LAB_2_MIN_LOSSESS, registry-sync.guard.sources.lab-2.min-losses",
			"REGISTRY_SYNC_WEBHOOKS_CHAT_URLL, registry-sync.webhooks.chat.url",
			"REGISTRY_SYNC_SECURITY_TOKENS_0_NAMEE, registry-sync.security.tokens[0].name",
			"REGISTRY_SYNC_SECURITY_TOKENS_7_NAME, registry-sync.security.tokens[0].name",
			"REGISTRY_SYNC_SECURITY_LIMITS_BURSTS, registry-sync.security.limits.burst",
			"REGISTRY_SYNC_MEMBERS_AGENTS_0_POINTERR, registry-sync.members.agents[0].pointer",
			"REGISTRY_SYNC_IDENTITY_ALIASES_C, registry-sync.identity-aliases.a" })
	void refusesAVariableThatSetsNothingAndNamesTheNearestSetting(String variable, String nearest) {
		assertRefused(NAMED, Map.of(variable, "hunter2"), variable, nearest);
	}

	@Test
	void aVariableCannotAddAName() {
		assertThatExceptionOfType(UnknownPropertiesException.class)
			.isThrownBy(() -> refuse(Map.of(), Map.of("REGISTRY_SYNC_WEBHOOKS_CHAT_URL", "x")))
			.satisfies((ex) -> {
				assertThat(ex.nearest().values()).containsExactly("registry-sync.webhooks.<name>.url");
				assertThat(new UnknownPropertiesFailureAnalyzer().analyze(ex, ex).getAction())
					.contains("An environment variable cannot add a <name>");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "REGISTRY_SYNC_KEYSTORE_PASSPHRASE_FILE", "REGISTRYSYNC_KEYSTORE_PASSPHRASEFILE",
			"registry_sync_data_dir", "REGISTRY_SYNC_EXTERNAL_CHANGES", "REGISTRY_SYNC_SECURITY_TOKENS_0_NAME",
			"REGISTRY_SYNC_SECURITY_TOKENS_0_HASH_FILE", "REGISTRY_SYNC_SECURITY_ALLOWED_HOSTS",
			"REGISTRY_SYNC_SECURITY_ALLOWED_HOSTS_0", "REGISTRY_SYNC_SECURITY_LIMITS_BODY_TIMEOUT",
			"REGISTRY_SYNC_COORDINATORS_DEFAULT_MAX_BODY", "REGISTRY_SYNC_COORDINATORS_DEFAULT_ENTRY_MEMBERS_0",
			"REGISTRY_SYNC_COORDINATORS_LAB_2_TOKEN_FILE", "REGISTRY_SYNC_GUARD_SOURCES_LAB_2_MAX_LOSS_PERCENT",
			"REGISTRY_SYNC_WEBHOOKS_CHAT_SECRET_FILE", "REGISTRY_SYNC_SECURITY_ISSUER_URI",
			"REGISTRY_SYNC_SERVICE_HOST", "REGISTRY_SYNC_PORT", "REGISTRY_SYNC_PORT_8080_TCP_ADDR" })
	void takesVariablesThatAreSettingsOrOfThePlatform(String variable) {
		assertThatNoException().isThrownBy(() -> refuse(NAMED, Map.of(variable, "x")));
	}

	@ParameterizedTest
	@CsvSource({ "registry-sync.coordinator.default.url, registry-sync.coordinators.default.url",
			"registry-sync.datadir2, registry-sync.data-dir",
			"registry-sync.guard.min-losess, registry-sync.guard.min-losses",
			"registry-sync.guard.sources.lab.min-lossess, registry-sync.guard.sources.lab.min-losses",
			"registry-sync.coordinators.default.urll, registry-sync.coordinators.default.url",
			"registry-sync.coordinators.lab.url.x, registry-sync.coordinators.lab.url",
			"registry-sync.webhooks.chat.urls, registry-sync.webhooks.chat.url",
			"registry-sync.security.tokens[0].namee, registry-sync.security.tokens[0].name",
			"registry-sync.security.limits.bursts, registry-sync.security.limits.burst",
			"registry-sync.data.dirs, registry-sync.data-dir" })
	void refusesWhatAFileOrTheCommandLineSetsInVain(String name, String nearest) {
		assertRefused(Map.of(name, "hunter2"), Map.of(), name, nearest);
	}

	@Test
	void refusesASystemProperty() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, new MapPropertySource(
					SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME, Map.of("registry-sync.keystore.passphrase-fiel", "x")));
		assertThatExceptionOfType(UnknownPropertiesException.class)
			.isThrownBy(() -> UnknownSettings.refuse(environment))
			.withMessageContaining("nearest one is registry-sync.keystore.passphrase-file");
	}

	@ParameterizedTest
	@ValueSource(strings = { "registry-sync.dataDir", "registry-sync.external-changes",
			"registry-sync.security.tokens[0].roles[0]", "registry-sync.members.agents[0].pointer",
			"registry-sync.members.tools", "registry-sync.identity-aliases.a.b",
			"registry-sync.conflicts.sources.x.tools", "other.x" })
	void takesWhatIsASetting(String name) {
		assertThatNoException().isThrownBy(() -> refuse(Map.of(name, "x"), Map.of()));
	}

	@Test
	void allVariablesInTheDocumentationAndTheDeployedFilesAreSettings() throws IOException {
		List<Path> files = new ArrayList<>(
				List.of(Path.of("README.md"), Path.of("docker-compose.yml"), Path.of("Dockerfile")));
		try (Stream<Path> deploy = Files.walk(Path.of("deploy")); Stream<Path> docs = Files.list(Path.of("docs"))) {
			Stream.concat(deploy, docs)
				.filter((file) -> file.toString().matches(".+\\.(md|ya?ml)"))
				.forEach(files::add);
		}
		Pattern variable = Pattern.compile("REGISTRY_?SYNC_[A-Z0-9_]*[A-Z0-9]");
		Map<String, Object> variables = new HashMap<>();
		for (Path file : files) {
			variable.matcher(Files.readString(file)).results().forEach((found) -> variables.put(found.group(), "x"));
		}
		assertThat(variables).containsKeys("REGISTRY_SYNC_COORDINATORS_DEFAULT_URL", "REGISTRY_SYNC_DATA_DIR");
		assertThatNoException().isThrownBy(() -> refuse(Map.of(), variables));
	}

}
