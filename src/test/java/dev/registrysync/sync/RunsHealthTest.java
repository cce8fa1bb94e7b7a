package dev.registrysync.sync;

import java.time.Duration;
import java.time.Instant;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class RunsHealthTest {

	@Test
	void aRunThatGoesOnLongAfterItsDeadlineTakesTheServiceDownUntilItEnds() {
		try (ActiveRuns runs = new ActiveRuns(Duration.ofNanos(1), ObservationRegistry.NOOP)) {
			RunsHealthIndicator strict = new RunsHealthIndicator(runs, Duration.ZERO);
			RunControl control = runs.add(new RunOrigin("a", Trigger.API, "nobody", false, Instant.EPOCH));
			assertThat(strict.health().getStatus()).as("it waits for its turn").isEqualTo(Status.UP);
			runs.start(control);
			assertThat(strict.health().getStatus()).isEqualTo(Status.DOWN);
			assertThat(new RunsHealthIndicator(runs).health().getStatus()).as("within the grace").isEqualTo(Status.UP);
			runs.end(control);
			assertThat(strict.health().getStatus()).isEqualTo(Status.UP);
		}
	}

}
