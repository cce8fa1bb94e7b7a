package dev.registrysync.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all rounds gave.
 */
final class Results {

	static final String COLD = "cold";

	static final String VALIDATE = "validate";

	private static final String HEAP = "heap at rest";

	private static final int SMALL = 10_000;

	private static final int LARGE = 100_000;

	/**
	 * CPU seconds of the tool that this one replaces for 10,000 cold, with its own
	 * signatures and keys in memory. Measured once on a machine of this kind, and not in
	 * this run.
	 */
	private static final double REPLACED_TOOL = 39.5;

	private final Map<String, Samples> cases = new LinkedHashMap<>();

	private final Map<String, Figure> figures = new LinkedHashMap<>();

	private final Goals goals;

	Results(Goals goals) {
		this.goals = goals;
	}

	/**
	 * Adds a round of a case.
	 */
	void add(String name, int entries, CpuTime ours, double floor, String floorName) {
		this.cases
			.computeIfAbsent(key(name, entries),
					(key) -> new Samples(name, entries, floorName, this.goals.of(name, entries)))
			.add(ours, floor);
	}

	/**
	 * Adds a round of what has no floor.
	 */
	void add(String name, int entries, double value, String what) {
		this.figures
			.computeIfAbsent(key(name, entries), (key) -> new Figure(name, entries, this.goals.of(name, entries), what))
			.add(value);
	}

	/**
	 * Adds the heap in use after a collection, in MB.
	 */
	void addHeap(int entries, double megabytes) {
		add(HEAP, entries, megabytes, "MB in use after a collection, runs over");
	}

	/**
	 * Adds what follows from the medians.
	 */
	void conclude() {
		for (String name : List.of(COLD, VALIDATE)) {
			conclude(name, "CPU s with 100,000 entries by CPU s with 10,000", median(name, SMALL), median(name, LARGE));
		}
		conclude(HEAP, "MB with 100,000 entries by MB with 10,000", heap(SMALL), heap(LARGE));
		median(COLD, SMALL).ifPresent((ours) -> add("replaced tool", SMALL, REPLACED_TOOL / ours,
				"its 39.5 CPU s, of another day, by ours for cold"));
	}

	private void conclude(String name, String what, Optional<Double> small, Optional<Double> large) {
		if (small.isPresent() && large.isPresent()) {
			add("growth of " + name, LARGE, large.get() / small.get(), what);
		}
	}

	private Optional<Double> median(String name, int entries) {
		return Optional.ofNullable(this.cases.get(key(name, entries))).map(Samples::median);
	}

	private Optional<Double> heap(int entries) {
		return Optional.ofNullable(this.figures.get(key(HEAP, entries))).map(Figure::median);
	}

	private static String key(String name, int entries) {
		return name + "/" + entries;
	}

	List<MarkdownTable> tables() {
		return List.of(new MarkdownTable(Samples.HEADER, this.cases.values().stream().map(Samples::row).toList()),
				new MarkdownTable(Figure.HEADER, this.figures.values().stream().map(Figure::row).toList()));
	}

}
