package dev.registrysync.security;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether others than this machine can reach the service without credentials.
 */
class SecurityHealthIndicator extends AbstractHealthIndicator {

	private final Exposure exposure;

	private final boolean credentials;

	SecurityHealthIndicator(Exposure exposure, boolean credentials) {
		this.exposure = exposure;
		this.credentials = credentials;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up()
			.withDetail("open", !this.exposure.loopback() && !this.credentials)
			.withDetail("credentials", this.credentials)
			.withDetail("address", this.exposure.address());
	}

}
