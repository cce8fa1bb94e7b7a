package dev.registrysync.idempotency;

import java.time.Clock;

import dev.registrysync.database.Database;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the store of calls with a key.
 */
@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

	private static final int MOST_ANSWERS = 1000;

	private static final long MOST_BYTES = 16 << 20;

	@Bean
	IdempotencyStore idempotencyStore(Database database, Clock clock) {
		IdempotencyStore store = new IdempotencyStore(database, clock, MOST_ANSWERS, MOST_BYTES);
		store.forgetUnanswered();
		return store;
	}

}
