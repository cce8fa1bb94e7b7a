package dev.registrysync.history;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class HistoryPropertiesTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Properties.class);

	@Test
	void theDefaultsAreThoseOfTheReadme() {
		this.runner.run((context) -> assertThat(context.getBean(HistoryProperties.class).toRetention())
			.isEqualTo(Retention.DEFAULT)
			.isEqualTo(new Retention(50, Duration.ofDays(90), 1000)));
	}

	@Test
	void eachCanBeSet() {
		this.runner
			.withPropertyValues("registry-sync.history.keep=5", "registry-sync.history.keep-for=1h",
					"registry-sync.history.keep-at-most=7")
			.run((context) -> assertThat(context.getBean(HistoryProperties.class).toRetention())
				.isEqualTo(new Retention(5, Duration.ofHours(1), 7)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "keep=0", "keep-for=-1s", "keep-at-most=49", "kep=5" })
	void whatCannotBeIsRefused(String property) {
		this.runner.withPropertyValues("registry-sync.history." + property)
			.run((context) -> assertThat(context).hasFailed());
	}

	@EnableConfigurationProperties(HistoryProperties.class)
	static class Properties {

	}

}
