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
 * a run that has not begun share it. A run may have a rest that others need not wait for.
 *
 * @param <Q> what is asked for
 * @param <W> what is done by then
 * @param <R> what comes of it
 */
final class RunQueue<Q, W, R> {

	private final Function<Q, W> work;

	private final Function<W, R> rest;

	private final ReentrantLock running = new ReentrantLock(true);

	private final Map<Q, CompletableFuture<R>> waiting = new HashMap<>();

	/**
	 * Makes it.
	 * @param work what is done alone
	 * @param rest what is done with that once the next one may begin
	 */
	RunQueue(Function<Q, W> work, Function<W, R> rest) {
		this.work = work;
		this.rest = rest;
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
		try {
			future.complete(this.rest.apply(work(question)));
		}
		catch (RuntimeException | Error ex) {
			future.completeExceptionally(ex);
		}
	}

	private W work(Q question) {
		this.running.lock();
		try {
			synchronized (this.waiting) {
				this.waiting.remove(question);
			}
			return this.work.apply(question);
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
