package dev.registrysync.keys;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The keystore's health: {@code DEGRADED} if records of it are damaged.
 */
class KeystoreHealthIndicator implements HealthIndicator {

	private static final Status DEGRADED = new Status("DEGRADED");

	private final KeyService keys;

	KeystoreHealthIndicator(KeyService keys) {
		this.keys = keys;
	}

	@Override
	public Health health() {
		int damaged = this.keys.damaged().size();
		return Health.status((damaged > 0) ? DEGRADED : Status.UP)
			.withDetail("keys", this.keys.list().size())
			.withDetail("damaged", damaged)
			.withDetail("opened_by", this.keys.mode().toString())
			.build();
	}

}
