package dev.registrysync.events;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.registrysync.database.Database;
import dev.registrysync.history.ChangeLog;
import dev.registrysync.history.History;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Configures the change feed, and what delivers it: streams and webhooks.
 */
@Configuration(proxyBeanMethods = false)
class EventsConfiguration {

	@Bean
	ChangeFeed changeFeed(ChangeLog log) {
		return new ChangeFeed(log);
	}

	@Bean
	FeedReaders feedReaders(ChangeFeed feed, EventsProperties settings) {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("events-");
		threads.setDaemon(true);
		return new FeedReaders(feed, threads, settings);
	}

	@Bean
	WebhookProperties webhookProperties(Environment environment) {
		return WebhookProperties.from(environment);
	}

	@Bean
	Webhooks webhooks(WebhookProperties properties, ChangeFeed feed, History history, Database database,
			MeterRegistry meters, Clock clock) {
		List<Webhooks.Webhook> webhooks = new ArrayList<>();
		properties.webhooks().forEach((name, settings) -> {
			WebhookClient client = new WebhookClient(name, settings.url(), settings.timeout(),
					new WebhookTargets(settings.allowLocal()), new WebhookSigner(settings.secretFile()), clock);
			WebhookDelivery delivery = new WebhookDelivery(name, history.registryId(), feed,
					new WebhookCursor(database, name), client::post,
					new WebhookProgress(settings.giveUpAfter(), new Random()), new WebhookMetrics(meters, name), clock);
			webhooks.add(new Webhooks.Webhook(name, client, delivery));
		});
		return new Webhooks(webhooks);
	}

}
