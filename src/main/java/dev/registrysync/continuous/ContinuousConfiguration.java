package dev.registrysync.continuous;

import java.time.Clock;
import java.util.Random;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.sync.SyncProperties;
import dev.registrysync.sync.SyncService;
import dev.registrysync.volume.DataDirectory;
import dev.registrysync.volume.DurableDirectory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts continuous sync together.
 */
@Configuration(proxyBeanMethods = false)
class ContinuousConfiguration {

	@Bean
	Suspensions suspensions(DataDirectory data, Clock clock) {
		return new Suspensions(DurableDirectory.confidential(data.state(), ProblemCode.STATE_INACCESSIBLE), clock);
	}

	@Bean
	ContinuousSync continuousSync(SyncService service, SyncProperties settings, Suspensions suspensions, Clock clock,
			ObjectProvider<SourceSignals> signals) {
		ContinuousSync continuous = new ContinuousSync(service, settings, suspensions, clock, new Random());
		signals.forEach((signal) -> signal.listen(continuous::trigger));
		return continuous;
	}

}
