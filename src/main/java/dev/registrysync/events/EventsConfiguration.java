package dev.registrysync.events;

import dev.registrysync.history.ChangeLog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * Puts the change feed together.
 */
@Configuration(proxyBeanMethods = false)
class EventsConfiguration {

	@Bean
	ChangeFeed changeFeed(ChangeLog log) {
		return new HistoryChangeFeed(log);
	}

	@Bean
	FeedReaders feedReaders(ChangeFeed feed, EventsProperties settings) {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("events-");
		threads.setDaemon(true);
		return new FeedReaders(feed, threads, settings);
	}

}
