package dev.registrysync.security;

import java.time.Clock;
import java.util.Map;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Shows whether other machines can reach the service without credentials, and which
 * tokens count. {@code DEGRADED} if a file or line with tokens cannot be used.
 */
class SecurityHealthIndicator extends AbstractHealthIndicator {

	private static final Status DEGRADED = new Status("DEGRADED");

	private final Exposure exposure;

	private final boolean credentials;

	private final ConfiguredTokens tokens;

	private final Clock clock;

	SecurityHealthIndicator(Exposure exposure, boolean credentials, ConfiguredTokens tokens, Clock clock) {
		this.exposure = exposure;
		this.credentials = credentials;
		this.tokens = tokens;
		this.clock = clock;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		TokenList list = this.tokens.get();
		builder.status(list.defects().isEmpty() ? Status.UP : DEGRADED)
			.withDetail("open", !this.exposure.loopback() && !this.credentials)
			.withDetail("credentials", this.credentials)
			.withDetail("address", this.exposure.address())
			.withDetail("tokens",
					Map.of("valid", list.countAt(this.clock.instant(), true), "unusable", list.shownDefects()));
	}

}
