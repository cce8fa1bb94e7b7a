package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The smallest heap with which all runs go well: the goal, or the next one that is half as
 * much again. A service that runs out of memory ends at once.
 */
final class HeapCase implements Goals.Case {

	private static final int STEPS = 3;

	private final Path directory;

	private final Commands commands;

	private final int size;

	HeapCase(Path directory, Commands commands, int size) {
		this.directory = directory;
		this.commands = commands;
		this.size = size;
	}

	@Override
	public void run(Results results) throws IOException, InterruptedException {
		find(results, Goal.HEAP_SMALL, Goal.RESIDENT_SMALL, this.size / 10, STEPS);
		find(results, Goal.HEAP, Goal.RESIDENT, this.size, STEPS);
		find(results, Goal.HEAP_LARGE, Goal.RESIDENT_LARGE, this.size * 10, 1);
	}

	private void find(Results results, Goal heap, Goal resident, int entries, int steps)
			throws IOException, InterruptedException {
		int megabytes = heap.asInt();
		for (int step = 0; step < steps; step++) {
			double peak = peak(entries, megabytes);
			if (peak > 0) {
				results.add(heap, megabytes);
				results.add(resident, peak, megabytes);
				return;
			}
			megabytes = megabytes * 3 / 2;
		}
		results.add(heap, Double.POSITIVE_INFINITY);
	}

	/**
	 * The most resident memory, in MB, or 0 if the heap is too small.
	 */
	private double peak(int entries, int megabytes) throws InterruptedException {
		Commands small = this.commands.with("-Xmx" + megabytes + "m", "-XX:+ExitOnOutOfMemoryError");
		try (Trial trial = new Trial(this.directory, small, entries)) {
			trial.add(entries);
			double peak = trial.service().usage().peakMemory();
			trial.restart();
			trial.validate();
			trial.unchanged(1);
			trial.change(1, 1);
			return Math.max(peak, trial.service().usage().peakMemory());
		}
		catch (IOException | IllegalStateException ex) {
			System.out.printf("  %,d entries with -Xmx%dm: %s%n", entries, megabytes,
					ex.toString().lines().findFirst().orElse(""));
			return 0;
		}
	}

}
