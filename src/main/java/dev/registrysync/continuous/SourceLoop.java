package dev.registrysync.continuous;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.sync.SyncReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs with one source whenever it is due, until it is stopped. Its thread is never
 * interrupted from here: a run may be in the middle of a commit.
 */
final class SourceLoop implements Runnable {

	private static final Logger log = LoggerFactory.getLogger(SourceLoop.class);

	/** The time of day may be set while a suspension is waited for. */
	private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

	private final String source;

	private final Round round;

	private final PollSchedule schedule;

	private final Suspensions suspensions;

	private final Clock clock;

	private final SourceState state;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private boolean stopped;

	private boolean told;

	/** Whether a trigger came since the last run began, which may have asked before. */
	private boolean triggered;

	SourceLoop(String source, Round round, PollSchedule schedule, Suspensions suspensions, Clock clock) {
		this.source = source;
		this.round = round;
		this.schedule = schedule;
		this.suspensions = suspensions;
		this.clock = clock;
		this.state = new SourceState(source);
		suspensions.onChange(() -> change(() -> {
		}));
	}

	@Override
	public void run() {
		try {
			while (awaitTurn()) {
				turn();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		log.debug("Continuous sync with {} ends", this.source);
	}

	/**
	 * Waits until a run is due.
	 * @return false if there is to be none any more
	 */
	private boolean awaitTurn() throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			for (Duration rest = rest(); !this.stopped && !rest.isZero(); rest = rest()) {
				this.changed.awaitNanos(rest.toNanos());
			}
			return !this.stopped;
		}
		finally {
			this.lock.unlock();
		}
	}

	private Duration rest() {
		try {
			return this.suspensions.find().isPresent() ? LOOK_AGAIN : this.schedule.until(System.nanoTime());
		}
		catch (ProblemException ex) {
			this.state.failed(ex);
			return LOOK_AGAIN;
		}
	}

	/**
	 * One run. How it went with the source comes in by {@link #answered} and
	 * {@link #unanswered}, as with the runs that others want.
	 */
	void turn() {
		boolean fullPass = locked(() -> {
			this.told = false;
			this.triggered = false;
			return this.schedule.isFullPassDue(System.nanoTime());
		});
		try {
			this.state.ended(this.round.run(this.source, fullPass));
			if (fullPass) {
				change(() -> this.schedule.passedFully(System.nanoTime()));
			}
		}
		catch (ProblemException ex) {
			failed(ex);
		}
		// The outermost net: a mistake of ours ends one run, and not all that were to
		// come
		catch (RuntimeException ex) {
			log.error("A run of continuous sync with {} failed in an unexpected way", this.source, ex);
			failed(new ProblemException(ProblemCode.INTERNAL_ERROR, "Something went wrong inside the service."));
		}
		change(() -> {
			if (this.triggered) {
				this.schedule.hurry(System.nanoTime());
			}
		});
	}

	/**
	 * A run that ended before anybody was asked is not told otherwise.
	 */
	private void failed(ProblemException failure) {
		change(() -> {
			if (!this.told) {
				this.schedule.failed(System.nanoTime());
			}
		});
		if (!locked(() -> this.stopped)) {
			this.state.failed(failure);
		}
	}

	/**
	 * A run, this one's or another one's, has got an answer from the source.
	 */
	void answered() {
		change(() -> {
			this.told = true;
			this.schedule.succeeded(System.nanoTime());
		});
	}

	/**
	 * A run, this one's or another one's, has got none.
	 */
	void unanswered() {
		change(() -> {
			this.told = true;
			this.schedule.failed(System.nanoTime());
		});
	}

	/**
	 * Lets the next run come at once, or once the one under way is over.
	 */
	void trigger() {
		change(() -> {
			this.triggered = true;
			this.schedule.hurry(System.nanoTime());
		});
	}

	/**
	 * There is no other run than the one that is under way.
	 */
	void stop() {
		change(() -> this.stopped = true);
	}

	private void change(Runnable change) {
		locked(() -> {
			change.run();
			this.changed.signalAll();
			return change;
		});
	}

	private <T> T locked(Supplier<T> look) {
		this.lock.lock();
		try {
			return look.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	String source() {
		return this.source;
	}

	/**
	 * When the next run is due.
	 */
	Instant nextRun() {
		return locked(() -> {
			Instant due = this.clock.instant().plus(this.schedule.until(System.nanoTime()));
			return this.suspensions.find().map(Suspension::until).filter((until) -> until.isAfter(due)).orElse(due);
		});
	}

	/**
	 * How many runs have failed since one went well.
	 */
	int failures() {
		return locked(this.schedule::failures);
	}

	/**
	 * One run with one source.
	 */
	@FunctionalInterface
	interface Round {

		/**
		 * Runs once.
		 * @param fullPass whether the source's own word that nothing has changed is not
		 * believed
		 * @throws ProblemException if nothing was applied
		 */
		SyncReport run(String source, boolean fullPass);

	}

}
