package dev.registrysync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/**
 * Some callers who send requests without a pause, each over a connection of its own. Each
 * answer has to be 200.
 */
final class Callers {

	private final int count;

	private final String url;

	private final IntFunction<byte[]> requests;

	private final AtomicInteger sent = new AtomicInteger();

	private final AtomicInteger answered = new AtomicInteger();

	/**
	 * @param count how many callers
	 * @param requests by number
	 */
	Callers(int count, String url, IntFunction<byte[]> requests) {
		this.count = count;
		this.url = url;
		this.requests = requests;
	}

	/**
	 * Sends so many requests, all callers together.
	 */
	void send(int requests) throws IOException, InterruptedException {
		int last = this.sent.get() + requests;
		sendWhile(() -> this.sent.get() < last);
	}

	/**
	 * Sends requests for some time.
	 * @return how many were answered a second
	 */
	double rate(Duration time) throws IOException, InterruptedException {
		int before = this.answered.get();
		long start = System.nanoTime();
		sendWhile(() -> System.nanoTime() - start < time.toNanos());
		return (this.answered.get() - before) / ((System.nanoTime() - start) / 1e9);
	}

	private void sendWhile(BooleanSupplier condition) throws IOException, InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(this.count);
		try {
			List<Future<?>> callers = new ArrayList<>();
			for (int i = 0; i < this.count; i++) {
				callers.add(threads.submit(() -> call(condition)));
			}
			for (Future<?> caller : callers) {
				caller.get();
			}
		}
		catch (ExecutionException ex) {
			throw new IOException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private Void call(BooleanSupplier condition) throws IOException {
		try (KeptConnection connection = new KeptConnection(this.url)) {
			while (condition.getAsBoolean()) {
				byte[] answer = connection.send(this.requests.apply(this.sent.getAndIncrement()));
				String text = new String(answer, 0, Math.min(answer.length, 500), StandardCharsets.UTF_8);
				if (!text.startsWith("HTTP/1.1 200")) {
					throw new IllegalStateException("not answered with 200: " + text);
				}
				this.answered.incrementAndGet();
			}
		}
		return null;
	}

}
