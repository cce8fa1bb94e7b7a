package dev.registrysync.security;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.core.env.Environment;

/**
 * Tells whether others than this machine can reach the service without credentials.
 */
class SecurityHealthIndicator extends AbstractHealthIndicator {

	private final Exposure exposure;

	SecurityHealthIndicator(Environment environment) {
		this.exposure = Exposure.of(environment);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("open", !this.exposure.loopback()).withDetail("address", this.exposure.address());
	}

}
