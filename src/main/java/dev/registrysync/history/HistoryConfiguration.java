package dev.registrysync.history;

import java.time.Clock;

import dev.registrysync.database.Database;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.volume.DataDirectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the history as files in the data directory.
 */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

	@Bean
	FileHistory history(DataDirectory data, Database database, ServiceIdentity service, Secp256k1 secp256k1,
			HistoryProperties properties) {
		return new FileHistory(data.history(), database, service, secp256k1, properties.toRetention());
	}

	@Bean
	ChangeLog changeLog(FileHistory history) {
		return history.changes();
	}

	@Bean
	ChainWatch chainWatch(FileHistory history, Clock clock) {
		return new ChainWatch(history, clock);
	}

	@Bean
	HistoryHealthIndicator historyHealthIndicator(ChainWatch watch) {
		return new HistoryHealthIndicator(watch);
	}

	@Bean
	MeterBinder historyMeters(ChainWatch watch) {
		return (meters) -> Gauge
			.builder("registry.sync.history.chain.valid", () -> watch.chain().broken().isEmpty() ? 1 : 0)
			.description("1 if the history is what was written, else 0")
			.register(meters);
	}

}
