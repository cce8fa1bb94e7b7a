package dev.registrysync.coordinator;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.registrysync.volume.DataDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class CoordinatorPropertiesTest {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(CoordinatorConfiguration.class)
		.withBean(SimpleMeterRegistry.class)
		.withBean(ObservationRegistry.class, () -> ObservationRegistry.NOOP)
		.withBean(Clock.class, Clock::systemUTC)
		.withBean(DataDirectory.class, () -> DataDirectory.open(this.directory));

	@Test
	void withoutConfigurationThereIsOneCoordinatorOnThisMachine() {
		this.runner.run((context) -> {
			CoordinatorProperties properties = context.getBean(CoordinatorProperties.class);
			assertThat(properties.coordinators()).containsOnlyKeys("default");
			assertThat(only(properties)).isEqualTo(new CoordinatorProperties.Coordinator("http://localhost:8000", null,
					"Authorization", Duration.ofSeconds(2), Duration.ofSeconds(10), DataSize.ofMegabytes(128), false, 0,
					List.of("id", "agent_id", "name", "type", "agent_type", "description", "status", "version",
							"enabled", "class_name", "module_path", "identity")));
			assertThat(context.getBean(Sources.class).names()).containsExactly("default");
		});
	}

	@Test
	void everyPropertyIsMapped() {
		String prefix = "registry-sync.coordinators.default.";
		this.runner
			.withPropertyValues(prefix + "url=https://coordinator.example:8443/api",
					prefix + "token-file=/run/secrets/token", prefix + "token-header=X-Api-Key",
					prefix + "connect-timeout=500ms", prefix + "read-timeout=1m", prefix + "max-body=5MB",
					prefix + "push=true", prefix + "precedence=7", prefix + "entry-members=agent_id,role")
			.run((context) -> assertThat(only(context.getBean(CoordinatorProperties.class)))
				.isEqualTo(new CoordinatorProperties.Coordinator("https://coordinator.example:8443/api",
						Path.of("/run/secrets/token"), "X-Api-Key", Duration.ofMillis(500), Duration.ofMinutes(1),
						DataSize.ofMegabytes(5), true, 7, List.of("agent_id", "role"))));
	}

	@Test
	void aTokenFileAloneKeepsTheDefaultUrl() {
		this.runner.withPropertyValues("registry-sync.coordinators.default.token-file=/run/token").run((context) -> {
			CoordinatorProperties.Coordinator coordinator = only(context.getBean(CoordinatorProperties.class));
			assertThat(coordinator.url()).isEqualTo("http://localhost:8000");
			assertThat(coordinator.tokenFile()).isEqualTo(Path.of("/run/token"));
		});
	}

	@Test
	void theOneCoordinatorMayHaveAnotherName() {
		this.runner.withPropertyValues("registry-sync.coordinators.lab-2.url=http://lab:1")
			.run((context) -> assertThat(context.getBean(Sources.class).names()).containsExactly("lab-2"));
	}

	@Test
	void environmentVariablesAloneConfigureTheDefaultCoordinator() {
		withVariables(Map.of("REGISTRY_SYNC_COORDINATORS_DEFAULT_URL", "http://from-env:1",
				"REGISTRY_SYNC_COORDINATORS_DEFAULT_TOKEN_FILE", "/run/token"))
			.run((context) -> {
				CoordinatorProperties properties = context.getBean(CoordinatorProperties.class);
				assertThat(properties.coordinators()).containsOnlyKeys("default");
				assertThat(only(properties).url()).isEqualTo("http://from-env:1");
				assertThat(only(properties).tokenFile()).isEqualTo(Path.of("/run/token"));
			});
	}

	@Test
	void environmentVariablesChangeACoordinatorThatIsNamedInAFile() {
		withVariables(Map.of("REGISTRY_SYNC_COORDINATORS_LAB_2_URL", "http://from-env:1"))
			.withPropertyValues("registry-sync.coordinators.lab-2.token-file=/run/token")
			.run((context) -> assertThat(only(context.getBean(CoordinatorProperties.class)).url())
				.isEqualTo("http://from-env:1"));
	}

	@ParameterizedTest
	@CsvSource({ "url,ftp://host,http://", "url,localhost:8000,http://", "url,http://user:hunter2@host,password",
			"url,http://user:hunter2@ho_st,password", "url,http://user:hunter2%^|@host,password",
			"url,hunter2 is no URL,not a URL", "url,http://host/?q=1,query", "url,http://host/#x,fragment",
			"url,http://my_host:8000,host name", "url,http:///path,host", "url,http://host:99999,port",
			"connect-timeout,0s,connect-timeout", "connect-timeout,-1s,connect-timeout", "read-timeout,0s,read-timeout",
			"max-body,0B,max-body", "max-body,2GB,max-body", "token-header,Content-Type,token-header",
			"token-header,host,token-header", "token-header,X Key,token-header" })
	void whatCannotBeRightRefusesToStart(String name, String value, String reason) {
		this.runner.withPropertyValues("registry-sync.coordinators.default." + name + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(rootOf(context)).hasMessageContaining(reason);
			for (Throwable at = context.getStartupFailure(); at != null; at = at.getCause()) {
				assertThat(String.valueOf(at.getMessage())).doesNotContain("hunter2");
			}
		});
	}

	@Test
	void ofSeveralCoordinatorsTheLowerNumberGoesFirstAndThenTheName() {
		this.runner
			.withPropertyValues("registry-sync.coordinators.c.url=http://c",
					"registry-sync.coordinators.c.precedence=-1", "registry-sync.coordinators.a.url=http://a",
					"registry-sync.coordinators.a.precedence=2", "registry-sync.coordinators.d.url=http://d",
					"registry-sync.coordinators.b.url=http://b")
			.run((context) -> assertThat(context.getBean(Sources.class).names()).containsExactly("c", "b", "d", "a"));
	}

	@Test
	void theDefaultCoordinatorFromTheEnvironmentStandsBesideTheOthers() {
		withVariables(Map.of("REGISTRY_SYNC_COORDINATORS_DEFAULT_URL", "http://from-env:1"))
			.withPropertyValues("registry-sync.coordinators.lab.url=http://lab:1")
			.run((context) -> assertThat(context.getBean(Sources.class).names()).containsExactly("default", "lab"));
	}

	private static CoordinatorProperties.Coordinator only(CoordinatorProperties properties) {
		assertThat(properties.coordinators()).hasSize(1);
		return properties.coordinators().values().iterator().next();
	}

	private ApplicationContextRunner withVariables(Map<String, Object> variables) {
		return this.runner.withInitializer((context) -> {
			ConfigurableEnvironment environment = context.getEnvironment();
			environment.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables));
		});
	}

	/**
	 * The failure comes before any bean is made, so it may have no cause.
	 */
	private static Throwable rootOf(AssertableApplicationContext context) {
		return NestedExceptionUtils.getMostSpecificCause(Objects.requireNonNull(context.getStartupFailure()));
	}

}
