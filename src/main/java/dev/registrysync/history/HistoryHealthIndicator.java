package dev.registrysync.history;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Reports whether the history is what was written; {@code DEGRADED} if it is not, as then
 * the service still reads, or if its witness cannot be used.
 */
class HistoryHealthIndicator implements HealthIndicator {

	private static final Status DEGRADED = new Status("DEGRADED");

	private final JournalVerifier verifier;

	HistoryHealthIndicator(JournalVerifier verifier) {
		this.verifier = verifier;
	}

	@Override
	public Health health() {
		ChainStatus chain = this.verifier.chain();
		int damaged = this.verifier.last().damaged().size();
		Health.Builder health = Health
			.status((chain.broken().isPresent() || chain.witnessFailure().isPresent() || damaged > 0) ? DEGRADED
					: Status.UP)
			.withDetail("chain_valid", chain.broken().isEmpty())
			.withDetail("revision", chain.head().revision().number())
			.withDetail("head", chain.head().digest())
			.withDetail("verified_at", this.verifier.last().at())
			.withDetail("damaged", damaged);
		chain.broken()
			.ifPresent((broken) -> health.withDetail("mode", "read_only")
				.withDetail("table", broken.table())
				.withDetail("row", broken.sequence())
				.withDetail("reason", broken.reason()));
		chain.witnessFailure().ifPresent((reason) -> health.withDetail("witness", reason));
		return health.build();
	}

}
