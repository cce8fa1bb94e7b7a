package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds the smallest heap with which the service does each kind of run. One that runs out
 * of memory ends at once, so that nothing counts that only went well by chance.
 */
public final class SmallestHeap {

	/** In MB. */
	private static final List<Integer> LADDER = List.of(64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072,
			4096, 6144, 8192);

	private static final List<Integer> SIZES = List.of(10_000, 100_000);

	private static final Map<Integer, String> GOALS = Map.of(10_000, "≤ 128", 100_000, "≤ 256", 1_000_000, "≤ 2048");

	private static final String HEADER = """
			| runs | entries | smallest -Xmx, MB | too small, MB | goal |
			|---|---|---|---|---|
			""";

	private final Path directory;

	private final Mode mode;

	private SmallestHeap(Path directory, Mode mode) {
		this.directory = directory;
		this.mode = mode;
	}

	/**
	 * Looks for it: {@code SmallestHeap [ENTRIES…]}.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		Mode mode = Mode.asked();
		Path directory = Files.createTempDirectory("registry-sync-heap-");
		try {
			SmallestHeap heap = new SmallestHeap(directory, mode);
			for (int size : Sizes.of(Arrays.asList(arguments), SIZES)) {
				String row = heap.find(size);
				PerformanceDocument.write("Smallest heap, " + mode.name(),
						List.of(new MarkdownTable(HEADER, List.of(row))));
			}
		}
		finally {
			Directories.delete(directory);
		}
	}

	/**
	 * A row of the table.
	 */
	private String find(int size) throws IOException, InterruptedException {
		int from = 0;
		int to = LADDER.size();
		while (from < to) {
			int middle = (from + to) / 2;
			if (suffices(size, LADDER.get(middle))) {
				to = middle;
			}
			else {
				from = middle + 1;
			}
		}
		return "| cold, validate, idle, change 1 | %,d | **%s** | %s | %s |".formatted(size,
				(from < LADDER.size()) ? LADDER.get(from) : "more", (from > 0) ? LADDER.get(from - 1) : "",
				GOALS.getOrDefault(size, ""));
	}

	private boolean suffices(int size, int megabytes) throws IOException, InterruptedException {
		Mode small = this.mode.with("-Xmx" + megabytes + "m", "-XX:+ExitOnOutOfMemoryError");
		try (Trial trial = new Trial(this.directory, new Commands(small), size)) {
			boolean enough = isEnough(trial);
			System.out.printf("%,d entries with -Xmx%dm: %s%n", size, megabytes, enough ? "yes" : "no");
			return enough;
		}
	}

	private static boolean isEnough(Trial trial) throws InterruptedException {
		try {
			trial.start();
			trial.cold();
			trial.start();
			trial.validate();
			trial.idle();
			trial.change(1);
			return true;
		}
		catch (IOException | IllegalStateException ex) {
			System.out.println("    " + ex.toString().lines().findFirst().orElse(""));
			return false;
		}
	}

}
