package dev.registrysync.events;

import java.util.Locale;

import dev.registrysync.events.Delivery.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what one webhook took and what it lost.
 */
final class WebhookMetrics {

	private static final String PREFIX = "registry.sync.webhook.";

	private final MeterRegistry meters;

	private final String webhook;

	private final Counter lost;

	WebhookMetrics(MeterRegistry meters, String webhook) {
		this.meters = meters;
		this.webhook = webhook;
		this.lost = Counter.builder(PREFIX + "changes.lost")
			.description("Changes that were given up, or were not kept long enough")
			.tag("webhook", webhook)
			.register(meters);
		for (Outcome outcome : Outcome.values()) {
			attempts(outcome);
		}
	}

	private Counter attempts(Outcome outcome) {
		return Counter.builder(PREFIX + "attempts")
			.description("Attempts to deliver changes")
			.tag("webhook", this.webhook)
			.tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
			.register(this.meters);
	}

	void tried(Outcome outcome) {
		attempts(outcome).increment();
	}

	void lost(int changes) {
		this.lost.increment(changes);
	}

}
