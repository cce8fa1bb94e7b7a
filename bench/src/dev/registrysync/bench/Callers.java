package dev.registrysync.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * Some callers who ask for the same without a pause, each over a connection of its own.
 */
final class Callers {

	private static final int COUNT = 8;

	private final String url;

	private final String path;

	private final int status;

	private final String[] headers;

	/**
	 * @param status that each answer must have
	 * @param headers names and values in turn
	 */
	Callers(String url, String path, int status, String... headers) {
		this.url = url;
		this.path = path;
		this.status = status;
		this.headers = headers;
	}

	/**
	 * The same at another server.
	 */
	Callers at(String other) {
		return new Callers(other, this.path, this.status, this.headers);
	}

	/**
	 * Asks once.
	 * @return the answer as it came
	 */
	byte[] ask() throws IOException {
		try (KeptConnection connection = connect()) {
			return ask(connection);
		}
	}

	/**
	 * Asks so many times, all callers together.
	 */
	void ask(int requests) throws IOException, InterruptedException {
		AtomicInteger left = new AtomicInteger(requests);
		askWhile(() -> left.getAndDecrement() > 0);
	}

	/**
	 * Asks while this holds.
	 * @return the nanoseconds that each answer took
	 */
	long[] askWhile(BooleanSupplier condition) throws IOException, InterruptedException {
		ExecutorService threads = Executors.newFixedThreadPool(COUNT);
		try {
			List<Future<LongStream>> callers = new ArrayList<>();
			for (int i = 0; i < COUNT; i++) {
				callers.add(threads.submit(() -> call(condition)));
			}
			LongStream all = LongStream.empty();
			for (Future<LongStream> caller : callers) {
				all = LongStream.concat(all, caller.get());
			}
			return all.toArray();
		}
		catch (ExecutionException ex) {
			throw new IOException(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private LongStream call(BooleanSupplier condition) throws IOException {
		LongStream.Builder nanoseconds = LongStream.builder();
		try (KeptConnection connection = connect()) {
			while (condition.getAsBoolean()) {
				long start = System.nanoTime();
				ask(connection);
				nanoseconds.add(System.nanoTime() - start);
			}
		}
		return nanoseconds.build();
	}

	private KeptConnection connect() throws IOException {
		return new KeptConnection(this.url, this.path, this.headers);
	}

	private byte[] ask(KeptConnection connection) throws IOException {
		byte[] answer = connection.ask();
		String text = new String(answer, 0, Math.min(answer.length, 500), StandardCharsets.UTF_8);
		if (!text.startsWith("HTTP/1.1 " + this.status)) {
			throw new IllegalStateException("%s is not answered with %d: %s".formatted(this.path, this.status, text));
		}
		return answer;
	}

}
