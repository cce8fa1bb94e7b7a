package dev.registrysync.events;

import java.util.ArrayList;
import java.util.List;

import org.springframework.context.SmartLifecycle;

/**
 * Tells all webhooks, each on a thread of its own and with a client of its own, so that
 * one that hangs harms nobody.
 */
final class Webhooks implements SmartLifecycle, AutoCloseable {

	private final List<Webhook> webhooks;

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	Webhooks(List<Webhook> webhooks) {
		this.webhooks = List.copyOf(webhooks);
	}

	@Override
	public synchronized void start() {
		for (Webhook webhook : this.webhooks) {
			Thread thread = new Thread(webhook.delivery(), "webhook-" + webhook.name());
			thread.setDaemon(true);
			thread.start();
			this.threads.add(thread);
		}
		this.running = true;
	}

	/**
	 * What is under way may be delivered again by the next process.
	 */
	@Override
	public synchronized void stop() {
		this.threads.forEach(Thread::interrupt);
		this.threads.clear();
		this.running = false;
	}

	/**
	 * Closes the clients, which serve again after {@link #stop} and another start.
	 */
	@Override
	public void close() {
		this.webhooks.forEach((webhook) -> webhook.client().close());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * One of them.
	 */
	record Webhook(String name, WebhookClient client, WebhookDelivery delivery) {
	}

}
