package dev.registrysync.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;

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

	private final int share;

	private final Map<String, Integer> readersOf = new HashMap<>();

	private int readers;

	private final Set<Thread> reading = ConcurrentHashMap.newKeySet();

	private volatile boolean running;

	FeedReaders(ChangeFeed feed, Executor threads, EventsProperties settings) {
		this.feed = feed;
		this.threads = threads;
		this.heartbeat = settings.heartbeat();
		this.most = settings.maxReaders();
		this.share = (this.most + 1) / 2;
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
		enter(caller);
		SseEmitter emitter = new SseEmitter(0L);
		FeedReader reader = new FeedReader(this.feed, emitter, this.heartbeat, from);
		this.threads.execute(() -> read(reader, caller));
		return emitter;
	}

	private synchronized void enter(String caller) {
		if (!this.running || this.readers >= this.most) {
			throw new ProblemException(ProblemCode.TOO_MANY_READERS,
					"%d readers follow the change feed already.".formatted(this.most));
		}
		int own = this.readersOf.getOrDefault(caller, 0);
		if (own >= this.share) {
			throw new ProblemException(ProblemCode.TOO_MANY_READERS,
					"%d readers of this caller follow the change feed already, which is half of all places."
						.formatted(own));
		}
		this.readers++;
		this.readersOf.put(caller, own + 1);
	}

	private synchronized void leave(String caller) {
		this.readers--;
		this.readersOf.computeIfPresent(caller, (name, own) -> (own > 1) ? own - 1 : null);
	}

	private void read(FeedReader reader, String caller) {
		Thread thread = Thread.currentThread();
		this.reading.add(thread);
		try {
			if (this.running) {
				reader.run();
			}
		}
		finally {
			this.reading.remove(thread);
			leave(caller);
		}
	}

	/**
	 * How many there are.
	 */
	synchronized int count() {
		return this.readers;
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
