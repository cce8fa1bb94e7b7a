package dev.registrysync.history;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Says whether the history is what was written; {@code DEGRADED} if it is not, as then
 * the service still reads.
 */
class HistoryHealthIndicator implements HealthIndicator {

	private static final Status DEGRADED = new Status("DEGRADED");

	private final ChainWatch watch;

	HistoryHealthIndicator(ChainWatch watch) {
		this.watch = watch;
	}

	@Override
	public Health health() {
		ChainStatus chain = this.watch.chain();
		int damaged = this.watch.last().damaged().size();
		Health.Builder health = Health.status((chain.broken().isPresent() || damaged > 0) ? DEGRADED : Status.UP)
			.withDetail("chain_valid", chain.broken().isEmpty())
			.withDetail("revision", chain.head().revision().number())
			.withDetail("head", chain.head().digest())
			.withDetail("verified_at", this.watch.last().at())
			.withDetail("damaged", damaged);
		chain.broken()
			.ifPresent((broken) -> health.withDetail("mode", "read_only")
				.withDetail("file", chain.file())
				.withDetail("line", broken.line())
				.withDetail("offset", broken.offset())
				.withDetail("reason", broken.reason()));
		return health.build();
	}

}
