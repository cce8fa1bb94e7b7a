package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is measured, or follows from it, without a floor of its own.
 */
final class Figure {

	static final String HEADER = """
			| figure | entries | median | spread | rounds | goal | what |
			|---|---|---|---|---|---|---|
			""";

	private final String name;

	private final int entries;

	private final String goal;

	private final String what;

	private final List<Double> values = new ArrayList<>();

	/**
	 * @param what it is, and in which unit
	 */
	Figure(String name, int entries, String goal, String what) {
		this.name = name;
		this.entries = entries;
		this.goal = goal;
		this.what = what;
	}

	void add(double value) {
		this.values.add(value);
		System.out.printf(Locale.ROOT, "  %-28s %,9d  %.2f: %s%n", this.name, this.entries, value, this.what);
	}

	double median() {
		return spread().median();
	}

	private Spread spread() {
		return Spread.of(this.values.stream().mapToDouble(Double::doubleValue));
	}

	/**
	 * A row of a Markdown table.
	 */
	String row() {
		Spread spread = spread();
		return String.format(Locale.ROOT, "| %s | %,d | **%.2f** | %.2f to %.2f | %d | %s | %s |", this.name,
				this.entries, spread.median(), spread.least(), spread.most(), this.values.size(), this.goal, this.what);
	}

}
