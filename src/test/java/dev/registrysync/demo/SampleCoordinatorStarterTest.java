package dev.registrysync.demo;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SampleCoordinatorStarterTest {

	private static final String URL = "registry-sync.coordinators.default.url";

	@Test
	void runsInTheProfileDemoForAsLongAsTheApplication() throws IOException {
		URI url;
		try (ConfigurableApplicationContext context = run("--spring.profiles.active=demo")) {
			url = URI.create(context.getEnvironment().getRequiredProperty(URL));
			connect(url);
		}
		assertThatThrownBy(() -> connect(url)).isInstanceOf(IOException.class);
	}

	@Test
	void outlivesTheEndOfAChildContext() throws IOException {
		try (ConfigurableApplicationContext context = run("--spring.profiles.active=demo")) {
			try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Nothing.class).parent(context)
				.web(WebApplicationType.NONE)
				.run()) {
				assertThat(child.isRunning()).isTrue();
			}
			connect(URI.create(context.getEnvironment().getRequiredProperty(URL)));
		}
	}

	@Test
	void doesNotRunWithoutTheProfile() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getEnvironment().getPropertySources().contains("sampleCoordinator")).isFalse();
		}
	}

	@Test
	void leavesACoordinatorThatIsConfigured() {
		try (ConfigurableApplicationContext context = run("--spring.profiles.active=demo", "--" + URL + "=http://x")) {
			assertThat(context.getEnvironment().getPropertySources().contains("sampleCoordinator")).isFalse();
			assertThat(context.getEnvironment().getProperty(URL)).isEqualTo("http://x");
		}
	}

	@Test
	void seesWhatTheConfigurationFilesSay(@TempDir Path directory) throws IOException {
		Files.writeString(directory.resolve("application.yaml"), """
				spring.profiles.active: demo
				registry-sync.coordinators.default.url: http://from-file
				""");
		try (ConfigurableApplicationContext context = run("--spring.config.location=" + directory.toUri())) {
			assertThat(context.getEnvironment().getActiveProfiles()).containsExactly("demo");
			assertThat(context.getEnvironment().getProperty(URL)).isEqualTo("http://from-file");
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Nothing.class).web(WebApplicationType.NONE).run(arguments);
	}

	private static void connect(URI url) throws IOException {
		new Socket(url.getHost(), url.getPort()).close();
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
