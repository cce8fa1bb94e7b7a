package dev.registrysync.events;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.security.Places;
import dev.registrysync.security.Places.Place;

import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * All that follow the feed over HTTP: each has a thread of its own, so that none waits
 * for another, and a run waits for none.
 */
final class FeedReaders implements SmartLifecycle {

	private final ChangeFeed feed;

	private final Executor threads;

	private final Duration heartbeat;

	private final int most;

	private final Places places;

	private final Set<Thread> reading = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	FeedReaders(ChangeFeed feed, Executor threads, EventsProperties settings) {
		this.feed = feed;
		this.threads = threads;
		this.heartbeat = settings.heartbeat();
		this.most = settings.maxReaders();
		this.places = Places.halfForOne(this.most);
	}

	/**
	 * Accepts a new reader.
	 * @param from behind which it begins
	 * @param caller whose reader it is; one caller has at most half of the places
	 * @throws ProblemException {@code TOO_MANY_READERS}, or {@code EVENTS_COMPACTED} if
	 * it would miss changes
	 */
	SseEmitter open(Position from, String caller) {
		this.feed.after(from, 1);
		Place place = enter(caller);
		SseEmitter emitter = new SseEmitter(0L);
		FeedReader reader = new FeedReader(this.feed, emitter, this.heartbeat, from);
		boolean started = false;
		try {
			this.threads.execute(() -> read(reader, place));
			started = true;
		}
		finally {
			if (!started) {
				place.giveBack();
			}
		}
		return emitter;
	}

	private Place enter(String caller) {
		return Optional.of(caller)
			.filter((name) -> this.running)
			.flatMap(this.places::take)
			.orElseThrow(() -> new ProblemException(ProblemCode.TOO_MANY_READERS,
					"%d readers follow the change feed already, of at most %d, or half of all are of this caller."
						.formatted(count(), this.most)));
	}

	private void read(FeedReader reader, Place place) {
		Thread thread = Thread.currentThread();
		this.reading.add(thread);
		try {
			if (this.running) {
				reader.run();
			}
		}
		finally {
			this.reading.remove(thread);
			place.giveBack();
		}
	}

	/**
	 * How many there are.
	 */
	int count() {
		return this.places.taken();
	}

	@Override
	public void start() {
		this.running = true;
	}

	/**
	 * Lets all go, before the server waits for calls that are under way.
	 */
	@Override
	public void stop() {
		this.running = false;
		this.reading.forEach(Thread::interrupt);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
