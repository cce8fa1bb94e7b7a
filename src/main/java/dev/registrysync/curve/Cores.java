package dev.registrysync.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All cores of the machine, for work that only computes. As many threads as cores do it,
 * however many ask, and none of those that serve requests.
 */
public final class Cores {

	/** What is not worth a hand-over to another thread. */
	private static final int CHUNK = 32;

	private static final ThreadPoolExecutor THREADS = threads(Runtime.getRuntime().availableProcessors());

	private Cores() {
	}

	private static ThreadPoolExecutor threads(int count) {
		AtomicInteger number = new AtomicInteger();
		ThreadPoolExecutor threads = new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (work) -> {
					Thread thread = new Thread(work, "core-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	/**
	 * Does the same for each item, several at a time.
	 * @param work safe for use by several threads; does not itself use the cores
	 * @return the results in the order of the items
	 * @throws CancellationException if the caller is interrupted; it stays so
	 */
	public static <T, R> List<R> map(List<T> items, Function<? super T, ? extends R> work) {
		return mapWith(items, () -> work);
	}

	/**
	 * The same for work that needs something which no two threads may use at once.
	 * @param workers makes what does the work for some of the items, one after the other
	 */
	public static <T, R> List<R> mapWith(List<T> items, Supplier<? extends Function<? super T, ? extends R>> workers) {
		if (items.size() <= CHUNK) {
			return each(items, workers.get(), new AtomicBoolean());
		}
		AtomicBoolean stopped = new AtomicBoolean();
		List<Callable<List<R>>> chunks = new ArrayList<>();
		for (int start = 0; start < items.size(); start += CHUNK) {
			List<T> chunk = items.subList(start, Math.min(start + CHUNK, items.size()));
			chunks.add(() -> each(chunk, workers.get(), stopped));
		}
		try {
			return joined(THREADS.invokeAll(chunks), items.size());
		}
		catch (InterruptedException ex) {
			stopped.set(true);
			Thread.currentThread().interrupt();
			throw new CancellationException("interrupted");
		}
	}

	/**
	 * Once it fails for one item, nobody begins with another.
	 */
	private static <T, R> List<R> each(List<T> chunk, Function<? super T, ? extends R> work, AtomicBoolean stopped) {
		List<R> results = new ArrayList<>(chunk.size());
		boolean failed = true;
		try {
			for (T item : chunk) {
				if (stopped.get()) {
					break;
				}
				results.add(work.apply(item));
			}
			failed = false;
		}
		finally {
			if (failed) {
				stopped.set(true);
			}
		}
		return results;
	}

	private static <R> List<R> joined(List<Future<List<R>>> chunks, int size) throws InterruptedException {
		List<R> results = new ArrayList<>(size);
		try {
			for (Future<List<R>> chunk : chunks) {
				results.addAll(chunk.get());
			}
			return results;
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException("the work ended in an error", ex.getCause());
		}
	}

}
