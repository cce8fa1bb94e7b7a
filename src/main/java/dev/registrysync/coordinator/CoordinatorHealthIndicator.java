package dev.registrysync.coordinator;

import java.util.Map;
import java.util.Optional;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import dev.registrysync.registry.Kind;

/**
 * Tells how the last pulls ended, without asking the coordinator. A coordinator that is
 * down does not take this service down: reads still work.
 */
class CoordinatorHealthIndicator extends AbstractHealthIndicator {

	static final Status DEGRADED = new Status("DEGRADED", "the last pull failed");

	private final ObservedCoordinatorClient client;

	CoordinatorHealthIndicator(ObservedCoordinatorClient client) {
		this.client = client;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up().withDetail("source", this.client.name());
		for (Kind kind : Kind.values()) {
			Optional<Contact> contact = this.client.lastContact(kind);
			builder.withDetail(kind.plural(),
					contact.map(Contact::details).orElseGet(() -> Map.of("last_contact", "unknown")));
			if (contact.map(Contact::outcome).filter(PullOutcome::isFailure).isPresent()) {
				builder.status(DEGRADED);
			}
		}
	}

}
