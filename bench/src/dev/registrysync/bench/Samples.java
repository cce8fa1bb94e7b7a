package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One case: what each round took, beside what its floor took in the same round.
 */
final class Samples {

	private final String name;

	private final int entries;

	private final String floorName;

	private final String goal;

	private final List<Round> rounds = new ArrayList<>();

	Samples(String name, int entries, String floorName, String goal) {
		this.name = name;
		this.entries = entries;
		this.floorName = floorName;
		this.goal = goal;
	}

	/**
	 * Adds a round, in CPU seconds.
	 */
	void add(CpuTime ours, double floor) {
		this.rounds.add(new Round(ours, floor));
		System.out.printf(Locale.ROOT, "  %-22s %,9d  %.3f s (compiling %.2f, collecting %.2f) beside %.3f s: %.2f%n",
				this.name, this.entries, ours.total(), ours.compiling(), ours.collecting(), floor,
				ours.total() / floor);
	}

	private double[] sorted(ToDoubleFunction<Round> value) {
		return this.rounds.stream().mapToDouble(value).sorted().toArray();
	}

	private static double median(double[] sorted) {
		int half = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
	}

	/**
	 * A row of a Markdown table.
	 */
	String row() {
		double[] ratios = sorted(Round::ratio);
		double total = median(sorted((round) -> round.ours().total()));
		double compiling = median(sorted((round) -> round.ours().compiling()));
		double collecting = median(sorted((round) -> round.ours().collecting()));
		return String.format(Locale.ROOT,
				"| %s | %,d | %.3f | %.2f | %.2f | %.3f | **%.2f** | %.2f to %.2f | %d | %s | %s |", this.name,
				this.entries, total, compiling, collecting, median(sorted(Round::floor)), median(ratios), ratios[0],
				ratios[ratios.length - 1], ratios.length, this.goal, this.floorName);
	}

	private record Round(CpuTime ours, double floor) {

		double ratio() {
			return this.ours.total() / this.floor;
		}

	}

}
