package dev.registrysync.events;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.JsonText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Sends the feed to one reader, for as long as it reads. It keeps a position and no
 * queue: a reader that stalls costs a thread, until the server gives its connection up,
 * and no memory.
 */
final class FeedReader implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(FeedReader.class);

	private static final int CHUNK = 100;

	private final ChangeFeed feed;

	private final SseEmitter emitter;

	private final Duration heartbeat;

	private Position position;

	FeedReader(ChangeFeed feed, SseEmitter emitter, Duration heartbeat, Position from) {
		this.feed = feed;
		this.emitter = emitter;
		this.heartbeat = heartbeat;
		this.position = from;
	}

	@Override
	public void run() {
		try {
			this.emitter.send(SseEmitter.event().comment("behind " + this.position));
			while (!Thread.currentThread().isInterrupted()) {
				step();
			}
			this.emitter.complete();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.emitter.complete();
		}
		catch (ProblemException ex) {
			log.debug("A reader at {} ends: {}", this.position, ex.detail());
			this.emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			log.debug("A reader at {} is gone or does not read: {}", this.position, ex.getMessage());
			this.emitter.complete();
		}
	}

	private void step() throws IOException, InterruptedException {
		List<Change> changes = this.feed.after(this.position, CHUNK);
		for (Change change : changes) {
			this.emitter.send(SseEmitter.event()
				.id(change.position().toString())
				.name("change")
				.data(JsonText.compact(change.toJson()), MediaType.TEXT_PLAIN));
			this.position = change.position();
		}
		if (changes.isEmpty() && !this.feed.await(this.position, this.heartbeat)) {
			this.emitter.send(SseEmitter.event().comment("still here"));
		}
	}

}
