package dev.registrysync.events;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.Json;
import dev.registrysync.registry.JsonArray;
import dev.registrysync.registry.JsonObject;
import dev.registrysync.registry.JsonString;
import dev.registrysync.registry.JsonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one webhook of all changes, in their order, until the thread is interrupted. What
 * it does not take is tried again, and given up after a while; that is counted and said.
 */
final class WebhookDelivery implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(WebhookDelivery.class);

	private static final int MOST_CHANGES = 500;

	private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

	private final String webhook;

	private final UUID registryId;

	private final ChangeFeed feed;

	private final WebhookCursor cursor;

	private final Function<byte[], Delivery> client;

	private final WebhookProgress progress;

	private final WebhookMetrics metrics;

	private final Clock clock;

	/**
	 * Makes it.
	 * @param client tries to deliver a body once
	 */
	WebhookDelivery(String webhook, UUID registryId, ChangeFeed feed, WebhookCursor cursor,
			Function<byte[], Delivery> client, WebhookProgress progress, WebhookMetrics metrics, Clock clock) {
		this.webhook = webhook;
		this.registryId = registryId;
		this.feed = feed;
		this.cursor = cursor;
		this.client = client;
		this.progress = progress;
		this.metrics = metrics;
		this.clock = clock;
	}

	@Override
	public void run() {
		try {
			Position position = begin();
			while (!Thread.currentThread().isInterrupted()) {
				position = step(position);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		log.debug("Webhook {} ends", this.webhook);
	}

	/**
	 * A webhook that is new is told what comes from now on.
	 */
	private Position begin() throws InterruptedException {
		while (true) {
			try {
				Optional<Position> known = this.cursor.find();
				if (known.isPresent()) {
					return known.get();
				}
				Position end = this.feed.end();
				this.cursor.move(end);
				return end;
			}
			catch (ProblemException ex) {
				Thread.sleep(failed("cannot begin", ex.detail()).toMillis());
			}
		}
	}

	/**
	 * Delivers what comes next, if there is something.
	 * @return where it is then
	 */
	Position step(Position position) throws InterruptedException {
		try {
			List<Change> changes = this.feed.after(position, MOST_CHANGES);
			if (changes.isEmpty()) {
				this.feed.await(position, LOOK_AGAIN);
				return position;
			}
			return deliver(position, changes);
		}
		catch (ProblemException ex) {
			if (ex.code() == ProblemCode.EVENTS_COMPACTED) {
				return skip(position);
			}
			Thread.sleep(failed("cannot go on", ex.detail()).toMillis());
			return position;
		}
		// The outermost net: a mistake of ours delays a delivery, and does not end all
		catch (RuntimeException ex) {
			log.error("Webhook {} failed in an unexpected way", this.webhook, ex);
			Thread.sleep(failed("cannot go on", "something went wrong inside the service").toMillis());
			return position;
		}
	}

	private Position deliver(Position position, List<Change> changes) throws InterruptedException {
		Change last = changes.get(changes.size() - 1);
		Delivery delivery = this.client.apply(body(changes));
		this.metrics.tried(delivery.outcome());
		if (delivery.isTaken()) {
			if (this.progress.taken()) {
				log.info("Webhook {} takes changes again", this.webhook);
			}
			this.cursor.move(last.position());
			return last.position();
		}
		Duration pause = failed("does not take changes", delivery.detail());
		if (this.progress.isHopeless(System.nanoTime(), last.entry().at(), this.clock.instant())) {
			return giveUp(last.position(), changes.size());
		}
		Thread.sleep(pause.toMillis());
		return position;
	}

	private Position giveUp(Position end, int changes) {
		this.metrics.lost(changes);
		log.warn("Webhook {} has not taken {} changes up to {} for too long: they are given up", this.webhook, changes,
				end);
		this.cursor.move(end);
		return end;
	}

	/**
	 * Nobody knows how many changes were lost: at least one.
	 */
	private Position skip(Position position) {
		Position end = this.feed.end();
		this.metrics.lost(1);
		log.warn("Webhook {} was at {}, and the changes behind that are not kept any more: it goes on at {}",
				this.webhook, position, end);
		this.cursor.move(end);
		return end;
	}

	/**
	 * Only the first failure in a row is worth a line.
	 * @return how long to wait
	 */
	private Duration failed(String what, String detail) {
		Duration pause = this.progress.failed(System.nanoTime());
		if (this.progress.failures() == 1) {
			log.warn("Webhook {} {}: {}", this.webhook, what, detail);
		}
		else {
			log.debug("Webhook {} {}: {}", this.webhook, what, detail);
		}
		return pause;
	}

	private byte[] body(List<Change> changes) {
		List<Json> events = changes.stream()
			.<Json>map((change) -> change.toJson().with("event_id", change.position().toString()))
			.toList();
		return JsonText.compactBytes(JsonObject.of("registry_id", new JsonString(this.registryId.toString()))
			.with("events", new JsonArray(events)));
	}

}
