package dev.registrysync.security;

import java.time.Clock;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Guards the ports; there are none in a subcommand.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {

	@Bean
	static BindGuard bindGuard(Environment environment) {
		return new BindGuard(environment);
	}

	@Bean
	ConfiguredTokens configuredTokens(SecurityProperties properties) {
		return new ConfiguredTokens(properties);
	}

	@Bean
	SecurityHealthIndicator securityHealthIndicator(Environment environment, SecurityProperties properties,
			ConfiguredTokens tokens, Clock clock) {
		return new SecurityHealthIndicator(Exposure.of(environment), properties.asksForCredentials(), tokens, clock);
	}

	@Bean
	MeterBinder tokenMeters(ConfiguredTokens tokens, Clock clock) {
		return (meters) -> {
			gauge(meters, "valid", () -> tokens.get().countAt(clock.instant(), true));
			gauge(meters, "expired", () -> tokens.get().countAt(clock.instant(), false));
			gauge(meters, "unusable", () -> tokens.get().defects().size());
		};
	}

	private static void gauge(MeterRegistry meters, String state, Supplier<Number> value) {
		Gauge.builder("registry.sync.tokens", value)
			.tag("state", state)
			.description("Tokens of the configuration, and files and lines that cannot be used")
			.register(meters);
	}

}
