package dev.registrysync.sync;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The runs that wait or are under way, each with its deadline.
 */
final class ActiveRuns implements AutoCloseable {

	private final Duration deadline;

	private final ObservationRegistry observations;

	private final Map<String, Active> runs = new LinkedHashMap<>();

	private final ScheduledThreadPoolExecutor deadlines;

	private boolean closed;

	ActiveRuns(Duration deadline, ObservationRegistry observations) {
		this.deadline = deadline;
		this.observations = observations;
		this.deadlines = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, "sync-deadlines");
			thread.setDaemon(true);
			return thread;
		});
		this.deadlines.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Adds a run that is to wait for its turn; {@link #end} must follow. It is cancelled
	 * at once if the service stops.
	 */
	RunControl add(RunOrigin origin) {
		RunControl control = new RunControl(origin, new RunTrace(this.observations, origin));
		synchronized (this.runs) {
			this.runs.put(origin.syncId(), new Active(control, null, 0));
			if (this.closed) {
				control.cancel();
			}
		}
		return control;
	}

	/**
	 * Counts the run's time from now on. A run that the stopping service has cancelled
	 * has no deadline any more.
	 */
	void start(RunControl control) {
		synchronized (this.runs) {
			@Nullable ScheduledFuture<?> expiry = this.closed ? null : this.deadlines
				.schedule(() -> control.expire(this.deadline), this.deadline.toNanos(), TimeUnit.NANOSECONDS);
			this.runs.put(control.origin().syncId(), new Active(control, expiry, System.nanoTime()));
		}
		control.trace().begin();
	}

	void end(RunControl control) {
		control.end();
		control.trace().end();
		@Nullable Active ended;
		synchronized (this.runs) {
			ended = this.runs.remove(control.origin().syncId());
		}
		if (ended != null && ended.expiry() != null) {
			ended.expiry().cancel(false);
		}
	}

	Optional<RunControl> find(String syncId) {
		synchronized (this.runs) {
			return Optional.ofNullable(this.runs.get(syncId)).map(Active::control);
		}
	}

	/**
	 * All of them, the newest first.
	 */
	List<RunControl> list() {
		List<RunControl> newestFirst = new ArrayList<>();
		synchronized (this.runs) {
			this.runs.values().forEach((run) -> newestFirst.add(0, run.control()));
		}
		return newestFirst;
	}

	/**
	 * Whether a run goes on although it should have stopped so long ago.
	 */
	boolean isStuck(Duration grace) {
		long tooLong = this.deadline.plus(grace).toNanos();
		synchronized (this.runs) {
			return this.runs.values()
				.stream()
				.anyMatch((run) -> run.expiry() != null && System.nanoTime() - run.startedAt() > tooLong);
		}
	}

	/**
	 * Cancels all runs, and those that are added from now on.
	 */
	@Override
	public void close() {
		synchronized (this.runs) {
			this.closed = true;
		}
		list().forEach(RunControl::cancel);
		this.deadlines.shutdownNow();
	}

	private record Active(RunControl control, @Nullable ScheduledFuture<?> expiry, long startedAt) {
	}

}
