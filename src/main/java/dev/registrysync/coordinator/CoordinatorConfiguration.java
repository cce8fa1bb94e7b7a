package dev.registrysync.coordinator;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import dev.registrysync.volume.DataDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Makes the clients of the configured coordinators.
 */
@Configuration(proxyBeanMethods = false)
class CoordinatorConfiguration {

	/**
	 * Refuses malformed settings before any bean is made, so that a refused start leaves
	 * nothing behind.
	 */
	@Bean
	static BeanFactoryPostProcessor coordinatorCheck(Environment environment) {
		return (beanFactory) -> CoordinatorProperties.from(environment);
	}

	@Bean
	CoordinatorProperties coordinatorProperties(Environment environment) {
		return CoordinatorProperties.from(environment);
	}

	@Bean
	ObservedCoordinatorClients coordinatorClients(CoordinatorProperties properties, MeterRegistry meters,
			ObservationRegistry observations, DataDirectory data, ObjectProvider<Clock> clock) {
		List<ObservedCoordinatorClient> clients = new ArrayList<>();
		properties.coordinators()
			.forEach((name,
					coordinator) -> clients.add(new ObservedCoordinatorClient(
							new HttpCoordinatorClient(name, coordinator, RetryPause.JITTER, observations, data.state()),
							meters, clock.getIfAvailable(Clock::systemUTC))));
		return new ObservedCoordinatorClients(clients);
	}

	@Bean
	Sources sources(ObservedCoordinatorClients clients) {
		return new Sources(List.copyOf(clients.inPrecedence()));
	}

	@Bean
	CoordinatorHealthIndicator coordinatorHealthIndicator(ObservedCoordinatorClients clients) {
		return new CoordinatorHealthIndicator(clients.inPrecedence());
	}

	/**
	 * The clients of all configured coordinators, the one that wins first.
	 */
	record ObservedCoordinatorClients(List<ObservedCoordinatorClient> inPrecedence) {

		ObservedCoordinatorClients {
			inPrecedence = List.copyOf(inPrecedence);
		}

	}

}
