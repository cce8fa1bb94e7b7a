package dev.registrysync.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was measured for each goal, in one or several rounds.
 */
final class Results {

	private static final String HEADER = """
			| what | goal | floor | floor's | measured | ratio, or more | spread | rounds | met |
			|---|---|---|---|---|---|---|---|---|
			""";

	private final Map<Goal, List<Round>> rounds = new EnumMap<>(Goal.class);

	/**
	 * Adds a round without a floor.
	 */
	void add(Goal goal, double measured) {
		add(goal, measured, Double.NaN);
	}

	/**
	 * Adds a round.
	 */
	void add(Goal goal, double measured, double floor) {
		this.rounds.computeIfAbsent(goal, (first) -> new ArrayList<>()).add(new Round(measured, floor));
		System.out.printf(Locale.ROOT, "  %-56s %.3f %s%s, goal %s%n", goal.what(), measured, goal.unit(),
				goal.floor().isEmpty() ? "" : " beside %.3f: %.2f".formatted(floor, goal.value(measured, floor)),
				goal.limit());
	}

	/**
	 * The median of what was measured.
	 */
	double median(Goal goal) {
		if (!this.rounds.containsKey(goal)) {
			throw new IllegalStateException("this has to be measured first: " + goal.what());
		}
		return spread(goal, Round::measured).median();
	}

	private Spread spread(Goal goal, ToDoubleFunction<Round> value) {
		return Spread.of(this.rounds.get(goal).stream().mapToDouble(value));
	}

	/**
	 * A Markdown table of all that was measured.
	 */
	String table() {
		return HEADER + this.rounds.keySet().stream().map(this::row).collect(Collectors.joining());
	}

	private String row(Goal goal) {
		Spread value = spread(goal, (round) -> goal.value(round.measured(), round.floor()));
		boolean floor = !goal.floor().isEmpty();
		return String.format(Locale.ROOT, "| %s | %s | %s | %s | %.3f %s | %s | %.2f to %.2f | %d | %s |%n", goal.what(),
				goal.limit(), goal.floor(), floor ? "%.3f".formatted(spread(goal, Round::floor).median()) : "",
				median(goal), goal.unit(), floor ? "**%.2f**".formatted(value.median()) : "", value.least(),
				value.most(), this.rounds.get(goal).size(),
				goal.limit().isEmpty() ? "" : goal.met(value.median()) ? "yes" : "**no**");
	}

	private record Round(double measured, double floor) {
	}

}
