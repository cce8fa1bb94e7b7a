package dev.registrysync.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import dev.registrysync.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time through, in the order of arrival. Calls that ask for the same as
 * a run that has not begun share it. A run may have a rest that others need not wait for.
 * One that is stopped while it waits leaves the queue.
 *
 * @param <Q> what is asked for
 * @param <W> what is done by then
 * @param <R> what comes of it
 */
final class RunQueue<Q, W, R> {

	private final Work<Q, W, R> work;

	private final Turn running = new Turn();

	private final Map<Q, Place<Q, R>> waiting = new HashMap<>();

	RunQueue(Work<Q, W, R> work) {
		this.work = work;
	}

	/**
	 * Takes a place: a new one, or that of another call that is about to do the same.
	 * @param control makes what shows and stops the run, if it is a new place
	 */
	Place<Q, R> place(Q question, Supplier<RunControl> control) {
		synchronized (this.waiting) {
			@Nullable Place<Q, R> shared = this.waiting.get(question);
			if (shared != null) {
				return shared.shared();
			}
			Place<Q, R> mine = new Place<>(question, control.get(), new CompletableFuture<>(), true);
			this.waiting.put(question, mine);
			return mine;
		}
	}

	/**
	 * Waits for its turn and does it, unless another call does.
	 */
	R await(Place<Q, R> place) {
		if (place.leads()) {
			lead(place);
		}
		return join(place.result());
	}

	private void lead(Place<Q, R> place) {
		try {
			place.result().complete(toItsEnd(place));
		}
		catch (RuntimeException | Error ex) {
			place.result().completeExceptionally(ex);
		}
	}

	private R toItsEnd(Place<Q, R> place) {
		try {
			return this.work.finish(inTurn(place));
		}
		finally {
			this.work.ended(place.control());
		}
	}

	private W inTurn(Place<Q, R> place) {
		try {
			takeTurn(place.control());
		}
		finally {
			synchronized (this.waiting) {
				this.waiting.remove(place.question());
			}
		}
		try {
			return this.work.begin(place.question(), place.control());
		}
		finally {
			this.running.pass();
		}
	}

	/**
	 * Waits for its turn and does something else while nothing runs.
	 */
	<T> T alone(RunControl control, Supplier<T> other) {
		takeTurn(control);
		try {
			return other.get();
		}
		finally {
			this.running.pass();
		}
	}

	private void takeTurn(RunControl control) {
		try {
			this.running.take(control);
		}
		catch (ProblemException ex) {
			this.work.abandoned(control, ex);
			throw ex;
		}
	}

	private static <R> R join(CompletableFuture<R> future) {
		try {
			return future.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw ex;
		}
	}

	/**
	 * What the queue is for.
	 *
	 * @param <Q> what is asked for
	 * @param <W> what is done by then
	 * @param <R> what comes of it
	 */
	interface Work<Q, W, R> {

		/**
		 * What is done alone.
		 */
		W begin(Q question, RunControl control);

		/**
		 * What is done with that once the next one may begin.
		 */
		R finish(W begun);

		/**
		 * Hears that a run was stopped before its turn.
		 */
		void abandoned(RunControl control, ProblemException stop);

		/**
		 * Hears that nothing of a run is left to do, before its callers do.
		 */
		void ended(RunControl control);

	}

	/**
	 * A place in the queue.
	 *
	 * @param <Q> what is asked for
	 * @param <R> what comes of it
	 * @param leads whether it is this call that does it
	 */
	record Place<Q, R>(Q question, RunControl control, CompletableFuture<R> result, boolean leads) {

		private Place<Q, R> shared() {
			return new Place<>(this.question, this.control, this.result, false);
		}

	}

}
