package dev.registrysync.sync;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.context.SmartLifecycle;

/**
 * Runs that nobody waits for, each on a thread of its own, and only so many. When the
 * service stops they get as much time as calls that are being answered; then they are
 * cancelled.
 */
final class BackgroundRuns implements SmartLifecycle, AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(BackgroundRuns.class);

	private static final long SECONDS_TO_STOP = 10;

	private final SyncService service;

	private final Semaphore room;

	private final ThreadPoolExecutor threads;

	private final Set<RunControl> runs = ConcurrentHashMap.newKeySet();

	/**
	 * Makes room.
	 * @param most so many runs at most wait or are under way
	 */
	BackgroundRuns(SyncService service, int most) {
		this.service = service;
		this.room = new Semaphore(most);
		this.threads = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(),
				BackgroundRuns::thread);
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "sync-in-background");
		thread.setUncaughtExceptionHandler(
				(failed, failure) -> log.error("A sync in the background failed in an unexpected way", failure));
		return thread;
	}

	/**
	 * Begins a run, or shares one that is about to do the same.
	 * @return the run's name
	 * @throws ProblemException {@code TOO_MANY_REQUESTS}
	 */
	String begin(SyncRequest request) {
		if (!this.room.tryAcquire()) {
			throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS, "Too many runs wait in the background already.");
		}
		boolean leads = false;
		try {
			QueuedRun run = this.service.queue(request, Trigger.API);
			leads = run.leads();
			if (leads) {
				hand(run);
			}
			return run.control().origin().syncId();
		}
		finally {
			if (!leads) {
				this.room.release();
			}
		}
	}

	/**
	 * Hands the run to a thread. If there is none, because the service stops or the
	 * system has no more, this run alone is cancelled, and leaves the queue.
	 */
	private void hand(QueuedRun run) {
		@Nullable Map<String, String> lines = MDC.getCopyOfContextMap();
		this.runs.add(run.control());
		boolean handed = false;
		try {
			this.threads.execute(() -> make(run, lines));
			handed = true;
		}
		catch (RejectedExecutionException ex) {
			log.debug("Sync {} is cancelled, as the service stops", run.control().origin().syncId());
		}
		finally {
			if (!handed) {
				run.control().cancel();
				make(run, lines);
				if (lines != null) {
					MDC.setContextMap(lines);
				}
			}
		}
	}

	private void make(QueuedRun run, @Nullable Map<String, String> lines) {
		if (lines != null) {
			MDC.setContextMap(lines);
		}
		try {
			this.service.await(run);
		}
		catch (ProblemException ex) {
			log.debug("Sync {} in the background: {}", run.control().origin().syncId(), ex.detail());
		}
		finally {
			MDC.clear();
			this.runs.remove(run.control());
			this.room.release();
		}
	}

	@Override
	public void start() {
		// Nothing to do before the first run.
	}

	@Override
	public void stop() {
		this.threads.shutdown();
	}

	/**
	 * Takes no more runs, and is done when those that there are have ended.
	 */
	@Override
	public void stop(Runnable done) {
		stop();
		new Thread(() -> {
			await(Long.MAX_VALUE);
			done.run();
		}, "sync-in-background-stop").start();
	}

	private void await(long seconds) {
		try {
			this.threads.awaitTermination(seconds, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return !this.threads.isShutdown();
	}

	/**
	 * It can begin runs as long as there are calls, and calls are not paused either.
	 */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/**
	 * Stops when calls are waited for, too.
	 */
	@Override
	public int getPhase() {
		return WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE;
	}

	/**
	 * Cancels what is still under way; what is being committed is committed.
	 */
	@Override
	public void close() {
		stop();
		this.runs.forEach(RunControl::cancel);
		await(SECONDS_TO_STOP);
	}

}
