package dev.registrysync.continuous;

import java.time.Clock;
import java.util.Random;

import dev.registrysync.database.Database;
import dev.registrysync.sync.SyncProperties;
import dev.registrysync.sync.SyncService;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts continuous sync together.
 */
@Configuration(proxyBeanMethods = false)
class ContinuousConfiguration {

	@Bean
	Suspensions suspensions(Database database, Clock clock) {
		return new Suspensions(database, clock);
	}

	@Bean
	ContinuousSync continuousSync(SyncService service, SyncProperties settings, Suspensions suspensions, Clock clock,
			ObjectProvider<SourceSignals> signals) {
		ContinuousSync continuous = new ContinuousSync(service, settings, suspensions, clock, new Random());
		signals.forEach((signal) -> signal.listen(continuous::trigger));
		return continuous;
	}

}
