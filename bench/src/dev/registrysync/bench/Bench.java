package dev.registrysync.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures the packaged jar as a process, with a coordinator on loopback, each case
 * beside its floor in the same round. CPU time, as the machine has other work too. The
 * result of each run is checked.
 */
public final class Bench {

	private static final int ROUNDS = 5;

	private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);

	private Bench() {
	}

	/**
	 * Runs the cases: {@code Bench [ROUNDS] [ENTRIES…]}. {@code bench.cases} names those
	 * that are wanted, with commas between them.
	 */
	public static void main(String[] arguments) throws IOException, InterruptedException {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : ROUNDS;
		List<Integer> sizes = Sizes
			.of(Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length), SIZES);
		Set<String> cases = cases();
		Mode mode = Mode.asked();
		Results results = new Results(new Goals(mode));
		Path directory = Files.createTempDirectory("registry-sync-bench-");
		try {
			Floors floors = new Floors(directory);
			for (int size : sizes) {
				for (int round = 1; round <= rounds; round++) {
					System.out.printf("%s, %,d entries, round %d of %d%n", mode.name(), size, round, rounds);
					try (Trial trial = new Trial(directory, new Commands(mode), size)) {
						new Round(cases, trial, floors, results).run();
					}
				}
			}
			results.conclude();
			PerformanceDocument.write(mode.name(), results.tables());
		}
		finally {
			Directories.delete(directory);
		}
	}

	private static Set<String> cases() {
		String names = System.getProperty("bench.cases", "");
		if (names.isEmpty()) {
			return Round.CASES;
		}
		Set<String> cases = new TreeSet<>(List.of(names.split(",")));
		if (!Round.CASES.containsAll(cases)) {
			throw new IllegalArgumentException(
					"BENCH_CASES are of %s, not %s".formatted(new TreeSet<>(Round.CASES), cases));
		}
		return cases;
	}

}
