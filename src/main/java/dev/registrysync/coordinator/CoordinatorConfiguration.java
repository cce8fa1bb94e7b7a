package dev.registrysync.coordinator;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Makes the client of the configured coordinator.
 */
@Configuration(proxyBeanMethods = false)
class CoordinatorConfiguration {

	@Bean
	static UnknownProperties unknownProperties(ConfigurableEnvironment environment) {
		return new UnknownProperties(environment);
	}

	@Bean
	CoordinatorProperties coordinatorProperties(Environment environment) {
		return CoordinatorProperties.from(environment);
	}

	@Bean
	ObservedCoordinatorClient coordinatorClient(CoordinatorProperties properties, MeterRegistry meters,
			ObjectProvider<Clock> clock) {
		CoordinatorClient client = new HttpCoordinatorClient(properties.name(), properties.coordinator(),
				RetryPause.JITTER);
		return new ObservedCoordinatorClient(client, meters, clock.getIfAvailable(Clock::systemUTC));
	}

	@Bean
	CoordinatorHealthIndicator coordinatorHealthIndicator(ObservedCoordinatorClient client) {
		return new CoordinatorHealthIndicator(client);
	}

}
