package dev.registrysync.bench;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;

/**
 * How long readers of an entry wait while runs commit changes. Wall clock, as that is
 * what a reader waits.
 */
final class LoadCase {

	private static final int RUNS = 5;

	private static final double NANOSECONDS_A_MILLISECOND = 1e6;

	private final Trial trial;

	private final Results results;

	LoadCase(Trial trial, Results results) {
		this.trial = trial;
		this.results = results;
	}

	void run() throws IOException, InterruptedException {
		LongStream all = LongStream.empty();
		for (int i = 0; i < RUNS; i++) {
			this.trial.move(Math.max(1, this.trial.size() / 100));
			all = LongStream.concat(all, LongStream.of(waitDuringRun()));
		}
		long[] sorted = all.sorted().toArray();
		add("p50", sorted[sorted.length / 2]);
		add("p99", sorted[(int) Math.ceil(sorted.length * 0.99) - 1]);
	}

	private long[] waitDuringRun() throws IOException, InterruptedException {
		CompletableFuture<Report> run = CompletableFuture.supplyAsync(() -> {
			try {
				return this.trial.service().sync("{}");
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
		long[] nanoseconds = new Callers(this.trial.service().url(), this.trial.middle(), 200)
			.askWhile(() -> !run.isDone());
		try {
			run.get().require("outcome", "SUCCEEDED");
		}
		catch (ExecutionException ex) {
			throw new IOException(ex);
		}
		return nanoseconds;
	}

	private void add(String percentile, long nanoseconds) {
		this.results.add("GET one under load, " + percentile, this.trial.size(),
				nanoseconds / NANOSECONDS_A_MILLISECOND, "ms that 8 readers wait while runs commit 1 % of changes");
	}

}
