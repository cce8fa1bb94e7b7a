package dev.registrysync.sync;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets one run at a time through, in the order of arrival. Calls that ask for the same as
 * a run that has not begun share it.
 *
 * @param <Q> what is asked for
 * @param <R> what comes of it
 */
final class RunQueue<Q, R> {

	private final Function<Q, R> work;

	private final ReentrantLock running = new ReentrantLock(true);

	private final Map<Q, CompletableFuture<R>> waiting = new HashMap<>();

	RunQueue(Function<Q, R> work) {
		this.work = work;
	}

	/**
	 * Waits for its turn and does it, or shares what another call is about to do.
	 */
	R submit(Q question) {
		CompletableFuture<R> mine = new CompletableFuture<>();
		@Nullable CompletableFuture<R> shared;
		synchronized (this.waiting) {
			shared = this.waiting.putIfAbsent(question, mine);
		}
		if (shared != null) {
			return join(shared);
		}
		lead(question, mine);
		return join(mine);
	}

	/**
	 * Waits for its turn and does something else while nothing runs.
	 */
	<T> T alone(Supplier<T> other) {
		this.running.lock();
		try {
			return other.get();
		}
		finally {
			this.running.unlock();
		}
	}

	private void lead(Q question, CompletableFuture<R> future) {
		this.running.lock();
		try {
			synchronized (this.waiting) {
				this.waiting.remove(question);
			}
			future.complete(this.work.apply(question));
		}
		catch (RuntimeException | Error ex) {
			future.completeExceptionally(ex);
		}
		finally {
			this.running.unlock();
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

}
