package dev.registrysync.history;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

import dev.registrysync.database.Database;
import dev.registrysync.identity.Secp256k1;
import dev.registrysync.identity.ServiceIdentity;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.volume.DataDirectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Keeps the history in the database.
 */
@Configuration(proxyBeanMethods = false)
class HistoryConfiguration {

	@Bean
	SqlHistory history(DataDirectory data, Database database, ServiceIdentity service, Secp256k1 secp256k1,
			HistoryProperties properties) {
		requireNoFiles(data);
		return new SqlHistory(database, service, secp256k1, properties.toRetention(),
				Optional.ofNullable(properties.witnessFile()).map(Witness::new).orElse(null));
	}

	/**
	 * Refuses a data directory whose history is not in the database.
	 */
	private static void requireNoFiles(DataDirectory data) {
		Path files = data.state().resolveSibling("history");
		if (Files.exists(files)) {
			throw new ProblemException(ProblemCode.HISTORY_UNREADABLE,
					"The directory %s is the history of a development version, which kept it in files."
						.formatted(files),
					Map.of("directory", files.toString()))
				.withRemedy("Begin with an empty data directory; such a history cannot be taken over.");
		}
	}

	@Bean
	ChangeLog changeLog(SqlHistory history) {
		return history.changes();
	}

	@Bean
	JournalVerifier journalVerifier(SqlHistory history, Clock clock) {
		return new JournalVerifier(history, clock);
	}

	@Bean
	HistoryHealthIndicator historyHealthIndicator(JournalVerifier verifier) {
		return new HistoryHealthIndicator(verifier);
	}

	@Bean
	MeterBinder historyMeters(JournalVerifier verifier) {
		return (meters) -> Gauge
			.builder("registry.sync.history.chain.valid", () -> verifier.chain().broken().isEmpty() ? 1 : 0)
			.description("1 if the history is what was written, else 0")
			.register(meters);
	}

}
