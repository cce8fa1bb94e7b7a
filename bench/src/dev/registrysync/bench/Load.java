package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps the packaged jar busy from another process: readers, runs and edits, as many as
 * it takes. Each answer is one that belongs there, what was accepted is there afterwards,
 * and the process does not grow.
 */
public final class Load implements AutoCloseable {

	private static final int AGENTS = 200;

	private static final int LOOKS = 7;

	private static final int READERS = 8;

	private static final int WRITERS = 4;

	/** Fewer than the threads that change something, so that there are refusals. */
	private static final int CHANGES_AT_ONCE = 10;

	private final ServerProcess service;

	private final CoordinatorServer coordinator;

	private final ReentrantReadWriteLock pause = new ReentrantReadWriteLock(true);

	private final AtomicBoolean over = new AtomicBoolean();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> work = new ArrayList<>();

	private Load(ServerProcess service, CoordinatorServer coordinator) {
		this.service = service;
		this.coordinator = coordinator;
	}

	/**
	 * Runs it: {@code Load [SECONDS]}; what {@code bench.options} has goes to the
	 * service's JVM.
	 */
	public static void main(String[] arguments) throws Exception {
		int seconds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 120;
		Path directory = Files.createTempDirectory(Path.of("bench/target").toAbsolutePath(), "load-");
		try (CoordinatorServer coordinator = new CoordinatorServer();
				ServerProcess service = ServerProcess.start(directory, command(directory, coordinator));
				Load load = new Load(service, coordinator)) {
			load.run(seconds);
		}
	}

	private static List<String> command(Path directory, CoordinatorServer coordinator) {
		List<String> command = Commands.asked().service(directory.resolve("data"), coordinator.url());
		command.addAll(List.of("--registry-sync.history.keep-at-most=100",
				"--registry-sync.security.limits.changes-at-once=" + CHANGES_AT_ONCE));
		return command;
	}

	private void run(int seconds) throws IOException, InterruptedException, ExecutionException {
		Entries entries = new Entries(AGENTS);
		this.coordinator.offer(entries.toJson(), "\"0\"");
		Tally tally = new Tally();
		Accepted accepted = new Accepted();
		Calls calls = new Calls(this.service, tally);
		new SyncCalls(calls, accepted).sync();
		begin(calls, accepted);
		this.threads.submit(() -> move(entries));
		List<Footprint> looks = new ArrayList<>();
		for (int look = 0; look <= LOOKS; look++) {
			TimeUnit.MILLISECONDS.sleep(seconds * 1000L / (LOOKS + 1));
			looks.add(look());
		}
		end();
		print(seconds, tally, looks);
		tally.require();
		accepted.require(calls);
		Footprint.requireFlat(looks);
		System.out.printf("%nEach answer was one that belongs there. %s%n", accepted);
	}

	private void begin(Calls calls, Accepted accepted) {
		for (int i = 0; i < READERS; i++) {
			ReadCalls reads = new ReadCalls(calls, AGENTS, i);
			repeat(reads::next);
		}
		for (int i = 0; i < WRITERS; i++) {
			SyncCalls syncs = new SyncCalls(calls, accepted);
			repeat(syncs::sync);
			repeat(syncs::background);
			repeat(syncs::preview);
			EditCalls edits = new EditCalls(calls, accepted, AGENTS, i);
			repeat(edits::next);
		}
	}

	private void repeat(Step step) {
		this.work.add(this.threads.submit(() -> {
			while (!this.over.get()) {
				this.pause.readLock().lock();
				try {
					step.take();
				}
				finally {
					this.pause.readLock().unlock();
				}
			}
			return null;
		}));
	}

	/**
	 * Has something changed at the coordinator for each run.
	 */
	private Void move(Entries entries) throws InterruptedException {
		for (int i = 1; !this.over.get(); i++) {
			TimeUnit.MILLISECONDS.sleep(100);
			entries.move(5);
			this.coordinator.offer(entries.toJson(), "\"%d\"".formatted(i));
		}
		return null;
	}

	/**
	 * While nobody calls.
	 */
	private Footprint look() throws IOException, InterruptedException {
		this.pause.writeLock().lock();
		try {
			return Footprint.of(this.service);
		}
		finally {
			this.pause.writeLock().unlock();
		}
	}

	private void end() throws InterruptedException, ExecutionException {
		this.over.set(true);
		for (Future<?> some : this.work) {
			some.get();
		}
	}

	private static void print(int seconds, Tally tally, List<Footprint> looks) {
		System.out.printf(Locale.ROOT, "%n%d s, %d agents, %d threads%n%n%s%n%s", seconds, AGENTS,
				READERS + 4 * WRITERS, tally.table(), Footprint.table(looks));
	}

	@Override
	public void close() {
		this.over.set(true);
		this.threads.shutdownNow();
	}

	/**
	 * One call, and those that belong to it.
	 */
	@FunctionalInterface
	private interface Step {

		void take() throws IOException, InterruptedException;

	}

}
