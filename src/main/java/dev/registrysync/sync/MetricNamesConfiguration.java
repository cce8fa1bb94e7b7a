package dev.registrysync.sync;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the one name that the Prometheus naming convention would cut: it takes
 * {@code created} at the end for a suffix of OpenMetrics.
 */
@Configuration(proxyBeanMethods = false)
class MetricNamesConfiguration {

	@Bean
	MeterRegistryCustomizer<PrometheusMeterRegistry> keysCreatedKeepsItsName() {
		return (registry) -> registry.config().namingConvention(new KeysCreatedConvention());
	}

	private static final class KeysCreatedConvention implements NamingConvention {

		private final NamingConvention prometheus = new PrometheusNamingConvention();

		@Override
		public String name(String name, Meter.Type type, @Nullable String baseUnit) {
			return name.equals(SyncMetrics.KEYS_CREATED) ? "registry_sync_keys_created"
					: this.prometheus.name(name, type, baseUnit);
		}

		@Override
		public String tagKey(String key) {
			return this.prometheus.tagKey(key);
		}

		@Override
		public String tagValue(String value) {
			return this.prometheus.tagValue(value);
		}

	}

}
