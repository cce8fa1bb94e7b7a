package dev.registrysync.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.registrysync.identity.KeyFacts;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * The keystore's health: {@code DEGRADED} if records of it are damaged, if keys are
 * missing, or if others changed its files.
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
		List<KeyFacts> missing = this.keys.missing();
		Optional<ProblemException> changed = this.keys.findChange();
		boolean well = damaged == 0 && missing.isEmpty() && changed.isEmpty();
		Health.Builder health = Health.status(well ? Status.UP : DEGRADED)
			.withDetail("keys", this.keys.count().owners() - damaged)
			.withDetail("damaged", damaged)
			.withDetail("missing", missing.size())
			.withDetail("opened_by", this.keys.mode().toString());
		List<String> details = new ArrayList<>();
		List<String> remedies = new ArrayList<>();
		changed.ifPresent((problem) -> {
			details.add(problem.detail());
			remedies.add(problem.remedy());
		});
		if (!missing.isEmpty()) {
			details.add("The keystore lacks %s. No key is made.".formatted(this.keys.describeMissing()));
			remedies.add(ProblemCode.KEYSTORE_INCOMPLETE.remedy());
		}
		if (damaged > 0) {
			details.add("%d records of the keystore are damaged.".formatted(damaged));
			remedies.add(ProblemCode.KEYSTORE_DAMAGED.remedy());
		}
		if (!well) {
			health.withDetail("detail", String.join(" ", details)).withDetail("remedy", String.join(" ", remedies));
		}
		return health.build();
	}

}
