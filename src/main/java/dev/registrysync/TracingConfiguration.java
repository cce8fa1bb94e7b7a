package dev.registrysync;

import io.micrometer.common.KeyValues;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

/**
 * Keeps the paths of calls, which name entries, out of the traces; the pattern of the
 * path is told.
 */
@Configuration(proxyBeanMethods = false)
class TracingConfiguration {

	@Bean
	ServerRequestObservationConvention requestsWithoutTheirPaths() {
		return new DefaultServerRequestObservationConvention() {
			@Override
			public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
				return KeyValues.empty();
			}
		};
	}

}
