package dev.registrysync.packaged;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment to kill at.
 */
@FunctionalInterface
interface Moment {

	/** Short beside the time that a write takes. */
	int LOOK_AGAIN_NANOS = 50_000;

	/**
	 * Returns when it has come.
	 */
	void await() throws IOException, InterruptedException;

	/**
	 * Some time within so many milliseconds: most of them hit a run, some the pause
	 * between two.
	 */
	static Moment within(int millis, Random random) {
		int chosen = random.nextInt(millis);
		return () -> Thread.sleep(chosen);
	}

	/**
	 * Some time within so many milliseconds after the journal has got longer.
	 */
	static Moment afterTheJournalGrew(int millis, Random random, Path data) {
		long nanos = TimeUnit.MICROSECONDS.toNanos(random.nextInt(millis * 1000));
		DatabaseFile state = DatabaseFile.state(data);
		String head = "select sequence from registry";
		return () -> {
			List<List<String>> before = state.rows(head);
			while (state.rows(head).equals(before)) {
				Thread.sleep(0, LOOK_AGAIN_NANOS);
			}
			LockSupport.parkNanos(nanos);
		};
	}

	/**
	 * Some time within so many milliseconds after the first sign of a write into some of
	 * the data's directories. They are watched from now on.
	 */
	static Moment withinOfAWrite(int millis, Random random, Path data, String... directories) throws IOException {
		long nanos = TimeUnit.MICROSECONDS.toNanos(random.nextInt(millis * 1000));
		WatchService watch = FileSystems.getDefault().newWatchService();
		for (String directory : directories) {
			data.resolve(directory)
				.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
		}
		return () -> {
			try (watch) {
				watch.take();
			}
			LockSupport.parkNanos(nanos);
		};
	}

}
