package dev.registrysync.coordinator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

	private final List<ObservedCoordinatorClient> clients;

	CoordinatorHealthIndicator(List<ObservedCoordinatorClient> clients) {
		this.clients = List.copyOf(clients);
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.up();
		if (this.clients.size() == 1) {
			builder.withDetail("source", this.clients.get(0).name());
			details(this.clients.get(0)).forEach(builder::withDetail);
		}
		else {
			this.clients.forEach((client) -> builder.withDetail(client.name(), details(client)));
		}
		if (this.clients.stream().anyMatch(CoordinatorHealthIndicator::isFailing)) {
			builder.status(DEGRADED);
		}
	}

	private static Map<String, Object> details(ObservedCoordinatorClient client) {
		Map<String, Object> details = new LinkedHashMap<>();
		for (Kind kind : Kind.values()) {
			details.put(kind.plural(),
					client.lastContact(kind).map(Contact::details).orElseGet(() -> Map.of("last_contact", "unknown")));
		}
		return details;
	}

	private static boolean isFailing(ObservedCoordinatorClient client) {
		return Stream.of(Kind.values())
			.flatMap((kind) -> client.lastContact(kind).stream())
			.anyMatch((contact) -> contact.outcome().isFailure());
	}

}
