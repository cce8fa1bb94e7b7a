package dev.registrysync.events;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.registrysync.history.History;
import dev.registrysync.problem.ProblemCode;
import dev.registrysync.volume.DataDirectory;
import dev.registrysync.volume.DurableDirectory;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Puts the webhooks together.
 */
@Configuration(proxyBeanMethods = false)
class WebhooksConfiguration {

	@Bean
	WebhookProperties webhookProperties(Environment environment) {
		return WebhookProperties.from(environment);
	}

	@Bean
	Webhooks webhooks(WebhookProperties properties, ChangeFeed feed, History history, DataDirectory data,
			MeterRegistry meters, Clock clock) {
		DurableDirectory state = DurableDirectory.confidential(data.state(), ProblemCode.STATE_INACCESSIBLE);
		List<Webhooks.Webhook> webhooks = new ArrayList<>();
		properties.webhooks().forEach((name, settings) -> {
			WebhookClient client = new WebhookClient(name, settings.url(), settings.timeout(),
					new WebhookTargets(settings.allowLocal()), new WebhookSigner(settings.secretFile()), clock);
			WebhookDelivery delivery = new WebhookDelivery(name, history.registryId(), feed,
					new WebhookCursor(state, name), client::post,
					new WebhookProgress(settings.giveUpAfter(), new Random()), new WebhookMetrics(meters, name), clock);
			webhooks.add(new Webhooks.Webhook(name, client, delivery));
		});
		return new Webhooks(webhooks);
	}

}
