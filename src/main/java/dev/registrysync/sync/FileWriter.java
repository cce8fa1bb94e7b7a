package dev.registrysync.sync;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.registrysync.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the registry files after edits: at once, or as many edits together as arrive
 * within some time.
 */
final class FileWriter implements AutoCloseable {

	private static final Logger log = LoggerFactory.getLogger(FileWriter.class);

	private final SyncPorts ports;

	private final Duration maxLag;

	private final Turn deciding;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final ScheduledThreadPoolExecutor timer;

	/**
	 * Creates it.
	 * @param maxLag how long the files may lag behind an edit; zero if they may not
	 * @param deciding keeps runs from deciding while the files are written
	 */
	FileWriter(SyncPorts ports, Duration maxLag, Turn deciding) {
		this.ports = ports;
		this.maxLag = maxLag;
		this.deciding = deciding;
		this.timer = new ScheduledThreadPoolExecutor(1, (work) -> {
			Thread thread = new Thread(work, "registry-files");
			thread.setDaemon(true);
			return thread;
		});
		this.timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	/**
	 * Writes the files, or sees to it that they are written in time. To be called by who
	 * has the turn.
	 * @return why files could not be written: what they lack stays due
	 */
	List<ProblemException> edited() {
		if (this.maxLag.isZero()) {
			return this.ports.gate().publishing(this.ports.registry()::publishDue);
		}
		if (this.scheduled.compareAndSet(false, true)) {
			this.timer.schedule(this::write, this.maxLag.toNanos(), TimeUnit.NANOSECONDS);
		}
		return List.of();
	}

	private void write() {
		this.scheduled.set(false);
		this.deciding.take();
		try {
			this.ports.gate().publishing(this.ports.registry()::publishDue);
		}
		catch (RuntimeException ex) {
			log.warn("The registry files lack what was committed last; the next run writes them", ex);
		}
		finally {
			this.deciding.pass();
		}
	}

	/**
	 * Writes what is due.
	 */
	@Override
	public void close() {
		this.timer.shutdown();
		if (this.scheduled.get()) {
			write();
		}
	}

}
