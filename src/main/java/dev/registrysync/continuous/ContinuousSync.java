package dev.registrysync.continuous;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import dev.registrysync.continuous.ContinuousView.PacedSource;
import dev.registrysync.sync.SourceListener;
import dev.registrysync.sync.SyncProperties;
import dev.registrysync.sync.SyncService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Asks each source again and again, each on a thread of its own, so that one that hangs
 * does not keep the others waiting.
 */
final class ContinuousSync implements SmartLifecycle, SourceListener {

	private static final Logger log = LoggerFactory.getLogger(ContinuousSync.class);

	/** A run may begin just after the others were cancelled. */
	private static final Duration CANCEL_AGAIN = Duration.ofMillis(50);

	private final SyncService service;

	private final Optional<Duration> interval;

	private final List<SourceLoop> loops = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean running;

	/**
	 * Makes it; nothing is asked before it is started, nor if there is no interval.
	 */
	ContinuousSync(SyncService service, SyncProperties settings, Suspensions suspensions, Clock clock,
			RandomGenerator random) {
		this.service = service;
		this.interval = settings.findInterval();
		this.interval.ifPresent((every) -> {
			for (String source : service.sourceNames()) {
				PollSchedule schedule = new PollSchedule(every, settings.longestBackoff(), settings.fullPass(), random,
						System.nanoTime());
				this.loops.add(new SourceLoop(source, service::poll, schedule, suspensions, clock));
			}
			service.listen(this);
		});
	}

	/**
	 * The time between two runs; empty if nobody is asked by itself.
	 */
	Optional<Duration> interval() {
		return this.interval;
	}

	/**
	 * The sources, and when each is asked next.
	 */
	List<PacedSource> sources() {
		return this.loops.stream()
			.map((loop) -> new PacedSource(loop.source(), loop.nextRun(), loop.failures()))
			.toList();
	}

	/**
	 * Asks a source at once, as it is said to have changed.
	 */
	void trigger(String source) {
		find(source).ifPresent(SourceLoop::trigger);
	}

	@Override
	public Optional<Instant> nextRun(String source) {
		return find(source).map(SourceLoop::nextRun);
	}

	@Override
	public void answered(String source) {
		find(source).ifPresent(SourceLoop::answered);
	}

	@Override
	public void failed(String source) {
		find(source).ifPresent(SourceLoop::unanswered);
	}

	private Optional<SourceLoop> find(String source) {
		return this.loops.stream().filter((loop) -> loop.source().equals(source)).findFirst();
	}

	@Override
	public synchronized void start() {
		for (SourceLoop loop : this.loops) {
			Thread thread = new Thread(loop, "continuous-" + loop.source());
			thread.setDaemon(true);
			thread.start();
			this.threads.add(thread);
		}
		this.interval
			.ifPresent((every) -> log.info("Continuous sync with {} source(s), every {}", this.loops.size(), every));
		this.running = true;
	}

	/**
	 * Waits for what is about to be committed.
	 */
	@Override
	public synchronized void stop() {
		this.loops.forEach(SourceLoop::stop);
		try {
			for (Thread thread : this.threads) {
				while (thread.isAlive()) {
					this.service.cancelPolls();
					thread.join(CANCEL_AGAIN.toMillis());
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.threads.clear();
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
