package dev.registrysync.sync;

import java.time.Duration;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Says whether runs end: {@code DOWN} if one goes on long after its deadline, as then
 * only a new start helps.
 */
class RunsHealthIndicator implements HealthIndicator {

	private static final Duration GRACE = Duration.ofMinutes(2);

	private final ActiveRuns runs;

	private final Duration grace;

	RunsHealthIndicator(ActiveRuns runs) {
		this(runs, GRACE);
	}

	RunsHealthIndicator(ActiveRuns runs, Duration grace) {
		this.runs = runs;
		this.grace = grace;
	}

	@Override
	public Health health() {
		Health.Builder health = this.runs.isStuck(this.grace) ? Health.down() : Health.up();
		return health.withDetail("active", this.runs.list().size()).build();
	}

}
