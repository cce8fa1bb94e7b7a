package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One case: what each round took, beside what its floor took in the same round.
 */
final class Samples {

	static final String HEADER = """
			| case | entries | CPU s | of it compiling | collecting | floor CPU s | ratio | spread | rounds | goal | floor |
			|---|---|---|---|---|---|---|---|---|---|---|
			""";

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
		System.out.printf(Locale.ROOT, "  %-28s %,9d  %.3f s (compiling %.2f, collecting %.2f) beside %.3f s: %.2f%n",
				this.name, this.entries, ours.total(), ours.compiling(), ours.collecting(), floor,
				ours.total() / floor);
	}

	/**
	 * The median of our CPU seconds.
	 */
	double median() {
		return spread((round) -> round.ours().total()).median();
	}

	private Spread spread(ToDoubleFunction<Round> value) {
		return Spread.of(this.rounds.stream().mapToDouble(value));
	}

	/**
	 * A row of a Markdown table.
	 */
	String row() {
		Spread ratio = spread(Round::ratio);
		return String.format(Locale.ROOT,
				"| %s | %,d | %.3f | %.2f | %.2f | %.3f | **%.2f** | %.2f to %.2f | %d | %s | %s |", this.name,
				this.entries, median(), spread((round) -> round.ours().compiling()).median(),
				spread((round) -> round.ours().collecting()).median(), spread(Round::floor).median(), ratio.median(),
				ratio.least(), ratio.most(), this.rounds.size(), this.goal, this.floorName);
	}

	private record Round(CpuTime ours, double floor) {

		double ratio() {
			return this.ours.total() / this.floor;
		}

	}

}
