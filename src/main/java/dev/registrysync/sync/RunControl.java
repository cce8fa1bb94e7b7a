package dev.registrysync.sync;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemCode;
import dev.registrysync.problem.ProblemException;
import dev.registrysync.registry.EntryRef;
import dev.registrysync.registry.Revision;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a run is, and stops it; safe for use by several threads. A run asks at
 * each step whether it is to go on, and is woken where it waits for others. From the
 * moment at which it has decided to commit until it has, nothing stops it.
 */
final class RunControl {

	private static final String STAYS = "What the run had committed by then stays. Sync again for the rest; if runs take too long, raise registry-sync.sync.deadline.";

	private final RunOrigin origin;

	private final RunTrace trace;

	private final Map<Phase, Duration> durations = new EnumMap<>(Phase.class);

	private @Nullable Phase phase;

	private final AtomicInteger done = new AtomicInteger();

	private int total;

	private long phaseStarted;

	private boolean decided;

	private boolean ended;

	private boolean wrote;

	private @Nullable Revision committed;

	private final Set<EntryRef> keysMade = new HashSet<>();

	private volatile @Nullable ProblemException stop;

	private @Nullable Thread waiting;

	RunControl(RunOrigin origin, RunTrace trace) {
		this.origin = origin;
		this.trace = trace;
	}

	RunOrigin origin() {
		return this.origin;
	}

	RunTrace trace() {
		return this.trace;
	}

	/**
	 * Goes on to a phase. A run that decides anew comes through the same ones again.
	 * @param steps how many steps it will have
	 */
	synchronized void begin(Phase next, int steps) {
		closePhase();
		this.trace.begin(next);
		this.phase = next;
		this.phaseStarted = System.nanoTime();
		this.done.set(0);
		this.total = steps;
		this.decided = false;
		check();
	}

	/**
	 * One step more.
	 * @throws ProblemException if the run is to stop
	 */
	void step() {
		check();
		this.done.incrementAndGet();
	}

	/**
	 * Goes on only if nobody has stopped the run.
	 * @throws ProblemException {@code SYNC_CANCELLED} or {@code DEADLINE_EXCEEDED}
	 */
	void check() {
		@Nullable ProblemException reason = this.stop;
		if (reason != null) {
			throw hasCommitted() ? reason.withRemedy(STAYS) : reason;
		}
	}

	/**
	 * Waits for others in a way that stopping the run ends.
	 * @param wait throws {@code CancellationException} if its thread is interrupted
	 */
	<T> T waiting(Supplier<T> wait) {
		beginWaiting();
		try {
			return wait.get();
		}
		catch (CancellationException ex) {
			endWaiting();
			check();
			throw new ProblemException(ProblemCode.SYNC_CANCELLED, "The thread of the run was interrupted.",
					Map.of("sync_id", this.origin.syncId()), ex);
		}
		finally {
			endWaiting();
		}
	}

	private synchronized void beginWaiting() {
		check();
		this.waiting = Thread.currentThread();
	}

	/**
	 * What woke the thread must not reach those who use it next.
	 */
	private synchronized void endWaiting() {
		if (this.waiting != null && this.stop != null) {
			Thread.interrupted();
		}
		this.waiting = null;
	}

	/**
	 * Passes the point of no return.
	 * @throws ProblemException if the run was stopped before
	 */
	synchronized void decide() {
		check();
		this.decided = true;
	}

	/**
	 * Records that the history has what the run decided until now.
	 */
	synchronized void written() {
		this.wrote = true;
	}

	synchronized boolean hasWritten() {
		return this.wrote;
	}

	/**
	 * Records that changes of the run are in force.
	 * @param revision the revision that has them
	 */
	synchronized void committed(Revision revision) {
		this.committed = revision;
	}

	/**
	 * Returns whether changes of the run are in force. From then on the run ends as
	 * {@code PARTIAL} and not as {@code FAILED}, whatever happens.
	 */
	synchronized boolean hasCommitted() {
		return this.committed != null;
	}

	/**
	 * Returns the last revision that the run committed; empty if it committed none.
	 */
	synchronized Optional<Revision> findCommitted() {
		return Optional.ofNullable(this.committed);
	}

	/**
	 * Notes that first keys of entries were made and are durable.
	 */
	synchronized void madeKeys(Collection<EntryRef> entries) {
		this.keysMade.addAll(entries);
	}

	/**
	 * The entries whose first key the run made, be it in a pass that was not committed.
	 */
	synchronized Set<EntryRef> keysMade() {
		return Set.copyOf(this.keysMade);
	}

	/**
	 * Stops the run because somebody wants that.
	 * @return false if it has ended, or is about to commit
	 */
	synchronized boolean cancel() {
		return stop(ProblemCode.SYNC_CANCELLED, "The sync was cancelled");
	}

	/**
	 * Stops the run because it has taken too long. What it has decided to commit is
	 * committed all the same.
	 */
	synchronized void expire(Duration deadline) {
		stop(ProblemCode.DEADLINE_EXCEEDED, "The sync took longer than %d ms".formatted(deadline.toMillis()));
	}

	private boolean stop(ProblemCode code, String sentence) {
		if (this.ended || (this.decided && code == ProblemCode.SYNC_CANCELLED)) {
			return false;
		}
		if (this.stop == null) {
			String where = (this.phase != null) ? this.phase.text() : "waiting";
			this.stop = new ProblemException(code, "%s, in phase %s.".formatted(sentence, where),
					Map.of("sync_id", this.origin.syncId(), "phase", where));
			Optional.ofNullable(this.waiting).ifPresent(Thread::interrupt);
		}
		return true;
	}

	/**
	 * Nothing can be stopped any more.
	 */
	synchronized void end() {
		closePhase();
		this.trace.endPhase();
		this.phase = null;
		this.ended = true;
	}

	private void closePhase() {
		if (this.phase != null) {
			this.durations.merge(this.phase, Duration.ofNanos(System.nanoTime() - this.phaseStarted), Duration::plus);
		}
	}

	/**
	 * How long each phase took that is over.
	 */
	synchronized Map<Phase, Duration> durations() {
		return new EnumMap<>(this.durations);
	}

	synchronized RunProgress progress() {
		return new RunProgress(Optional.ofNullable(this.phase), this.done.get(), Math.max(this.done.get(), this.total));
	}

}
